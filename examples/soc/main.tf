module "tiers" {
  source = "./modules/tiers"

  spaces                          = var.spaces
  role_prefix                     = var.role_prefix
  sees_observability_cases        = var.sees_observability_cases
  tier1_comments_on_observability = var.tier1_comments_on_observability
  other_features                  = var.other_features
}

# For each of the SOC's spaces, every role of this Kibana that can delete security
# cases there, whoever made it, including roles for all spaces ("*") and for a
# pattern of spaces ("soc*"). Built-in roles are left out: superuser, editor and
# kibana_admin can always delete cases. Control who holds these in your identity
# provider or role mappings.
data "cases_roles" "deleters" {
  for_each = { for space in var.spaces : space => space }

  space      = each.key
  solution   = "security"
  capability = "delete_cases"
  depends_on = [module.tiers]
}

locals {
  # Roles that can delete cases, but should not.
  unexpected_deleters = sort(setsubtract(
    flatten([for found in data.cases_roles.deleters : keys(found.roles)]),
    setunion([module.tiers.roles.lead], var.may_also_delete)
  ))
}

# Terraform evaluates this in every plan and apply. A failure is only a warning.
# The output unexpected_deleters changes with it, so that
# `terraform plan -detailed-exitcode` in a nightly job exits with 2.
check "only_leads_delete_cases" {
  assert {
    condition = length(local.unexpected_deleters) == 0
    error_message = format("Besides the leads, these roles can delete the SOC's cases: %s. Withhold it (sub_features = { delete_cases = false }), or add them to may_also_delete.",
    join(", ", local.unexpected_deleters))
  }
}
