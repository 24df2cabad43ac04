resource "cases_role" "tier1" {
  name = "soc-tier1"

  spaces = {
    soc = {
      security = { access = "assignee" }
    }
  }
}

# The same access, from another resource: nobody gains or loses it.
resource "cases_feature_privilege" "tier1_stack" {
  role  = cases_role.tier1.name
  space = "soc"
  stack = { access = "view" }
}

resource "cases_role" "helpdesk" {
  name = "helpdesk"

  spaces = {
    "*" = { security = { access = "view", sub_features = { add_comments = true } } }
  }
}
