import {
  to = cases_feature_privilege.tier1_soc
  id = "soc-tier1/soc"
}
