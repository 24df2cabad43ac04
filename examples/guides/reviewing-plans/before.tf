resource "cases_role" "tier1" {
  name = "soc-tier1"

  spaces = {
    soc = {
      security = { access = "assignee", sub_features = { delete_cases = false } }
      stack    = { access = "view" }
    }
  }
}

resource "cases_role" "helpdesk" {
  name = "helpdesk"

  spaces = {
    soc = { security = { access = "view" } }
  }
}
