# The role of the first steps is the module's tier 1 from now on. Without this
# block, Terraform would delete the role and create it again.
moved {
  from = cases_role.tier1
  to   = module.tiers.cases_role.tier["tier1"]
}
