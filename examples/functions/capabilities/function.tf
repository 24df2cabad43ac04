# What a privilege lets people do on a release:
# ["add_comments", "assign_users", "create_cases", "push_cases", "read_cases", "reopen_cases", "update_cases"]
output "old_minimal_all" {
  value = provider::cases::capabilities("generalCases", ["minimal_all"], "9.2.0")
}

# Privileges for a role that something else writes. The validation refuses those
# that let people delete cases. The function sees one feature of one role: to
# check what people can do in total, use the data source cases_access.
variable "helpdesk_privileges" {
  type    = list(string)
  default = ["minimal_read", "create_comment"]

  validation {
    condition     = !contains(provider::cases::capabilities("securitySolutionCasesV3", var.helpdesk_privileges, "9.2.0"), "delete_cases")
    error_message = "The helpdesk must not delete security cases."
  }
}
