import {
  to = cases_feature_privilege.tier1_soc
  identity = {
    role  = "soc-tier1"
    space = "soc"
  }
}
