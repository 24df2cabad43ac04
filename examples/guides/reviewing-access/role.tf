# Tier 1 works security cases in the space "soc", but cannot delete them.
resource "cases_role" "soc_tier1" {
  name = "soc-tier1"

  spaces = {
    soc = {
      security   = { access = "assignee", sub_features = { delete_cases = false } }
      connectors = "read"
    }
  }
}
