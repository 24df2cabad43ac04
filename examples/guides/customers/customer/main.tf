terraform {
  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}

variable "space" {
  description = "Id of the customer's space."
  type        = string
}

variable "tier1_may_delete" {
  description = "Whether tier 1 may delete the customer's cases."
  type        = bool
}

resource "cases_role" "tier1" {
  name        = "${var.space}-tier1"
  description = "Works the security cases of ${var.space}"

  spaces = {
    (var.space) = {
      security   = { access = "assignee", sub_features = { delete_cases = var.tier1_may_delete } }
      connectors = "read"
    }
  }
}

resource "cases_role" "lead" {
  name        = "${var.space}-lead"
  description = "Manages the security cases of ${var.space}"

  spaces = {
    (var.space) = { security = { access = "full" } }
  }
}

output "roles" {
  description = "Names of the customer's roles."
  value       = [cases_role.tier1.name, cases_role.lead.name]
}
