terraform {
  required_version = ">= 1.8"

  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}

variable "kibana_version" {
  description = "Release of Kibana that the privileges are for."
  type        = string
  default     = "9.5.0"
}

locals {
  # A tool that opens security cases in the space "soc", and comments on them.
  case_opener = provider::cases::application_privileges({
    soc = {
      security = {
        access = "assignee"
        sub_features = {
          delete_cases     = false
          edit_settings    = false
          reopen_cases     = false
          assign_users     = false
          manage_templates = false
        }
      }
    }
  }, var.kibana_version)

  # People who work cases in two spaces and push them through connectors.
  analysts = provider::cases::application_privileges({
    for space in ["soc", "lab"] : space => {
      security   = { access = "assignee", sub_features = { delete_cases = false } }
      connectors = "read"
    }
  }, var.kibana_version)
}

output "role_descriptors" {
  description = "For the API key of the tool."
  value       = jsonencode({ case_opener = { cluster = [], indices = [], applications = local.case_opener } })
}

output "applications" {
  description = "For the Elasticsearch role of the analysts."
  value       = local.analysts
}

output "access" {
  description = "What both let people do."
  value = {
    case_opener = provider::cases::access_of(local.case_opener, var.kibana_version)
    analysts    = provider::cases::access_of(local.analysts, var.kibana_version)
  }
}
