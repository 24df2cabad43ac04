# The import id is the role's name.
terraform import cases_role.soc_tier1 soc-tier1
