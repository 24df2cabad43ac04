# Adds access to the role "analyst", which belongs to another team.
resource "cases_feature_privilege" "analyst" {
  role     = "analyst"
  space    = "soc"
  security = { access = "assignee", sub_features = { delete_cases = false } }
  stack    = { access = "view" }
}

resource "cases_role" "helpdesk" {
  name = "helpdesk"

  spaces = {
    soc = { security = { access = "view" } }
  }
}
