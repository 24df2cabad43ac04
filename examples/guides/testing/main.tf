terraform {
  required_providers {
    cases = {
      source = "kibana-cases/cases"
    }
  }
}

resource "cases_role" "tier1" {
  name = "soc-tier1"

  spaces = {
    soc = {
      security   = { access = "assignee", sub_features = { delete_cases = false } }
      connectors = "read"
    }
  }
}

# For whatever maps people onto roles.
output "roles" {
  value = { tier1 = cases_role.tier1.name }
}
