# With kibana_version, the provider plans by the catalogue of privileges that it
# brings along: no Kibana is needed, and none is asked.
provider "cases" {
  endpoint       = "https://kibana.invalid"
  api_key        = "not-used"
  kibana_version = "9.2.0"
}

run "tier1_works_cases" {
  command = plan

  assert {
    condition = cases_role.tier1.capabilities["soc/security"] == toset([
      "read_cases", "create_cases", "update_cases", "add_comments", "reopen_cases", "assign_users", "push_cases", "edit_settings",
    ])
    error_message = "Tier 1 does everything with cases but delete them."
  }
  assert {
    condition     = cases_role.tier1.capabilities["soc/connectors"] == toset(["use_connectors"])
    error_message = "Tier 1 uses connectors, and manages none."
  }
}

# The functions answer for any release, whichever is planned for.
run "tier1_deletes_nothing_on_any_release" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for release in ["8.11", "8.15", "8.19", "9.2", "9.5", "serverless"] : [
        for feature, privileges in provider::cases::feature_privileges(
          "security", cases_role.tier1.spaces["soc"].security.access, cases_role.tier1.spaces["soc"].security.sub_features, release
        ) : !contains(provider::cases::capabilities(feature, privileges, release), "delete_cases")
      ]
    ]))
    error_message = "Tier 1 can delete cases on some release."
  }
}
