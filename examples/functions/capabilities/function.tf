# Nobody in the space gets to delete cases, whatever wrote the role.
data "cases_role" "tier1" {
  name = "soc-tier1"
}

check "tier1_deletes_nothing" {
  assert {
    condition = alltrue([
      for feature, privileges in data.cases_role.tier1.privileges["soc"] :
      !contains(provider::cases::capabilities(feature, privileges, "9.2.0"), "delete_cases")
      if strcontains(feature, "Cases")
    ])
    error_message = "Tier 1 can delete cases."
  }
}

# What a privilege amounts to, in any release:
# ["add_comments", "assign_users", "create_cases", "push_cases", "read_cases", "reopen_cases", "update_cases"]
output "old_minimal_all" {
  value = provider::cases::capabilities("generalCases", ["minimal_all"], "9.2.0")
}
