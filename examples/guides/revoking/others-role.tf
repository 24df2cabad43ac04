# Takes case privileges and connectors away from a role that something else owns,
# in one space, and keeps them away.
resource "cases_feature_privilege" "helpdesk_none" {
  role          = "helpdesk"
  space         = "soc"
  security      = { access = "none" }
  observability = { access = "none" }
  stack         = { access = "none" }
  connectors    = "none"
}
