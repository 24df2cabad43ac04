terraform {
  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
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

output "roles" {
  description = "Names of the roles, to map people onto."
  value       = { tier1 = cases_role.tier1.name }
}
