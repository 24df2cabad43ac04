# An upgrade lets nobody manage templates.
resource "cases_role" "soc_tier1" {
  name = "soc-tier1"

  spaces = {
    soc = {
      security = { access = "assignee", sub_features = { delete_cases = false, manage_templates = false } }
    }
  }
}
