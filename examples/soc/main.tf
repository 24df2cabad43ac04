module "tiers" {
  source = "./modules/tiers"

  spaces                          = var.spaces
  role_prefix                     = var.role_prefix
  sees_observability_cases        = var.sees_observability_cases
  tier1_comments_on_observability = var.tier1_comments_on_observability
  other_features                  = var.other_features
}

# Every role of this Kibana that can delete security cases somewhere, whoever
# made it. Built-in roles are left out: superuser, editor and kibana_admin can,
# and always will. Control who holds those where people get their roles.
data "cases_roles" "deleters" {
  solution   = "security"
  capability = "delete_cases"
  depends_on = [module.tiers]
}

locals {
  # Those that can in one of the SOC's spaces, or in all spaces ("*"), but
  # should not.
  unexpected_deleters = sort([
    for name, role in data.cases_roles.deleters.roles : name
    if !contains(setunion([module.tiers.roles.lead], var.may_also_delete), name) && anytrue([
      for space in setunion(var.spaces, ["*"]) : contains(try(role.capabilities["${space}/security"], []), "delete_cases")
    ])
  ])
}

# Terraform evaluates this in every plan and apply, and warns without stopping
# either. `terraform plan -detailed-exitcode` in a nightly job tells early.
check "only_leads_delete_cases" {
  assert {
    condition = length(local.unexpected_deleters) == 0
    error_message = format("Besides the leads, these roles can delete the SOC's cases: %s. Withhold it (sub_features = { delete_cases = false }), or add them to may_also_delete.",
    join(", ", local.unexpected_deleters))
  }
}
