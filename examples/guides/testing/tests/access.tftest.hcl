# With kibana_version, the provider plans with its built-in catalogue of privileges:
# it needs no Kibana, and sends no request.
provider "cases" {
  endpoint       = "https://kibana.invalid"
  api_key        = "not-used"
  kibana_version = "9.2.0"
}

run "tier1_works_cases" {
  command = plan

  assert {
    condition = toset(cases_role.tier1.capabilities["soc/security"]) == toset([
      "read_cases", "create_cases", "update_cases", "add_comments", "reopen_cases", "assign_users", "push_cases", "edit_settings",
    ])
    error_message = "Tier 1 does everything with cases but delete them."
  }
  assert {
    condition = (
      contains(cases_role.tier1.capabilities["soc/connectors"], "use_connectors") &&
      !contains(cases_role.tier1.capabilities["soc/connectors"], "manage_connectors")
    )
    error_message = "Tier 1 uses connectors, and manages none."
  }
}

# The same on the next Kibana: the test shows what an upgrade would change.
provider "cases" {
  alias          = "next"
  endpoint       = "https://kibana.invalid"
  api_key        = "not-used"
  kibana_version = "9.5.0"
}

run "an_upgrade_adds_templates" {
  command = plan

  providers = {
    cases = cases.next
  }

  assert {
    condition     = contains(cases_role.tier1.capabilities["soc/security"], "manage_templates")
    error_message = "From 9.4 on, tier 1 manages templates."
  }
  assert {
    condition     = !contains(cases_role.tier1.capabilities["soc/security"], "delete_cases")
    error_message = "Tier 1 cannot delete cases on the next Kibana either."
  }
}
