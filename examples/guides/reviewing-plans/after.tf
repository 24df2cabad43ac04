resource "cases_feature_privilege" "analyst" {
  role     = "analyst"
  space    = "soc"
  security = { access = "assignee" }
}

# The same access, from another resource: nobody gains or loses it.
resource "cases_feature_privilege" "analyst_stack" {
  role  = "analyst"
  space = "soc"
  stack = { access = "view" }
}

resource "cases_role" "helpdesk" {
  name = "helpdesk"

  spaces = {
    "*" = { security = { access = "view", sub_features = { add_comments = true } } }
  }
}
