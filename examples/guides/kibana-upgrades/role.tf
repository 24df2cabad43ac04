# A sub-feature that sub_features leaves out follows the access level, also after
# an upgrade.
resource "cases_role" "soc_tier1" {
  name = "soc-tier1"

  spaces = {
    soc = {
      security = { access = "assignee", sub_features = { delete_cases = false } }
    }
  }
}
