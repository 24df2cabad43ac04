# The role belongs to the identity team, which writes it with a tool of its own.
# This grant owns security cases and connectors in the space "soc".
resource "cases_feature_privilege" "analyst_soc" {
  role       = "analyst"
  space      = "soc"
  security   = { access = "assignee", sub_features = { delete_cases = false } }
  connectors = "read"
}
