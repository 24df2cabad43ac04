# What sub_features leaves out follows the level, on the next Kibana too.
resource "cases_role" "soc_tier1" {
  name = "soc-tier1"

  spaces = {
    soc = {
      security = { access = "assignee", sub_features = { delete_cases = false } }
    }
  }
}
