# The import id is the role's name and the space, split at the last slash.
terraform import cases_feature_privilege.tier1_soc soc-tier1/soc
