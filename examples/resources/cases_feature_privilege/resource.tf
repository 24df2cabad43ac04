# The role belongs to another team, another tool or another resource. This
# grant owns security cases and connectors in the space "soc", nothing else.
resource "cases_feature_privilege" "tier1_soc" {
  role       = "soc-tier1"
  space      = "soc"
  security   = { access = "full", sub_features = { delete_cases = false } }
  connectors = "all"
}

# A role that has Connectors All from its owner takes "assignee", and connectors
# are not touched.
resource "cases_feature_privilege" "tier2_soc" {
  role     = "soc-tier2"
  space    = "soc"
  security = { access = "assignee" }
}
