import {
  to = cases_feature_privilege.analyst_soc
  id = "analyst/soc"
}

resource "cases_feature_privilege" "analyst_soc" {
  role     = "analyst"
  space    = "soc"
  security = { access = "assignee" }
}
