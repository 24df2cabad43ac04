# The role belongs to another team, another tool or another resource. This
# grant owns security cases and connectors in the space "soc", nothing else.
resource "cases_feature_privilege" "tier1_soc" {
  role       = "soc-tier1"
  space      = "soc"
  security   = { access = "full", sub_features = { delete_cases = false } }
  connectors = "all"
}

# For a role that has Connectors All from its owner, write "assignee". The grant
# then leaves connectors as they are.
resource "cases_feature_privilege" "tier2_soc" {
  role     = "soc-tier2"
  space    = "soc"
  security = { access = "assignee" }
}
