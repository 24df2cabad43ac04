# What people in tier 1 can do. They hold three roles: the one in main.tf, a
# built-in role, and a role that belongs to another team.
data "cases_access" "tier1" {
  roles      = [cases_role.tier1.name, "viewer", "oncall"]
  spaces     = ["soc"]
  depends_on = [cases_role.tier1]
}

# Every role that can delete security cases in the space "soc", whoever wrote it.
data "cases_roles" "deleters" {
  space      = "soc"
  solution   = "security"
  capability = "delete_cases"
  depends_on = [cases_role.tier1]
}

locals {
  # A key is absent if the roles give nothing. Then try returns an empty list.
  tier1_cases      = try(data.cases_access.tier1.capabilities["soc/security"], [])
  tier1_connectors = try(data.cases_access.tier1.capabilities["soc/connectors"], [])

  # Roles that can delete cases, but should not.
  other_deleters = setsubtract(keys(data.cases_roles.deleters.roles), ["soc-lead"])
}

check "tier1_access" {
  assert {
    condition     = contains(local.tier1_cases, "update_cases")
    error_message = "Tier 1 cannot work security cases."
  }
  assert {
    condition     = !contains(local.tier1_cases, "delete_cases")
    error_message = "Tier 1 can delete security cases."
  }
  assert {
    condition     = !contains(local.tier1_connectors, "manage_connectors")
    error_message = "Tier 1 can manage connectors."
  }
  assert {
    condition     = length(data.cases_access.tier1.ways_around) == 0
    error_message = "Tier 1 reaches cases without case privileges."
  }
}

check "only_leads_delete_cases" {
  assert {
    condition     = length(local.other_deleters) == 0
    error_message = "Other roles than soc-lead can delete security cases: ${join(", ", local.other_deleters)}."
  }
}
