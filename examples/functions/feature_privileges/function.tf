# The privileges of tier 1, for a role that something else writes.
locals {
  tier1 = provider::cases::feature_privileges("security", "full", { delete_cases = false }, "9.2.0")
  # {
  #   actions                 = ["all"]
  #   securitySolutionCasesV3 = ["case_reopen", "cases_assign", "cases_settings", "create_comment", "minimal_all"]
  # }
}

# In the form that Kibana's role API expects.
output "kibana" {
  value = jsonencode([{ spaces = ["soc"], base = [], feature = local.tier1 }])
}
