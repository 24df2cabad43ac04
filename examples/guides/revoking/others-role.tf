# Takes case privileges and connectors in one space away from a role that something
# else owns. What the role has in all spaces stays.
resource "cases_feature_privilege" "helpdesk_none" {
  role          = "helpdesk"
  space         = "soc"
  security      = { access = "none" }
  observability = { access = "none" }
  stack         = { access = "none" }
  connectors    = "none"
}
