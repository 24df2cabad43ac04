# Application privileges that somebody else writes. The validation refuses those that
# let people delete cases, in any space and any solution.
variable "applications" {
  type = list(object({
    application = string
    privileges  = list(string)
    resources   = list(string)
  }))
  default = [{
    application = "kibana-.kibana"
    privileges  = ["feature_securitySolutionCasesV3.minimal_read", "feature_securitySolutionCasesV3.create_comment"]
    resources   = ["space:soc", "space:*-prod"]
  }]

  validation {
    condition     = !contains(flatten(values(provider::cases::access_of(var.applications, "9.2.0"))), "delete_cases")
    error_message = "These privileges let people delete cases."
  }
}

# {
#   "*-prod/security" = ["read_cases", "add_comments"]
#   "soc/security"    = ["read_cases", "add_comments"]
# }
output "access" {
  value = provider::cases::access_of(var.applications, "9.2.0")
}
