# The spaces that the provider's credentials may see.
data "cases_spaces" "all" {}

# Each customer has a space. Tier 1 works the security cases of all customers but
# Initech, wherever the space shows security cases.
resource "cases_role" "customers_tier1" {
  name = "customers-tier1"

  spaces = {
    for id, space in data.cases_spaces.all.spaces : id => { security = { access = "assignee" } }
    if !contains(["default", "initech"], id) && contains(space.solutions, "security")
  }
}

output "customers_of_tier1" {
  value = keys(cases_role.customers_tier1.spaces)
}

# The spaces that hide security cases, and their solution views.
output "without_security_cases" {
  value = {
    for id, space in data.cases_spaces.all.spaces : id => coalesce(space.solution, "classic")
    if !contains(space.solutions, "security")
  }
}
