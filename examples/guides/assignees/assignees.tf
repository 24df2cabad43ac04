variable "rota" {
  description = "User names of the people to whom security cases in the space \"soc\" are assigned."
  type        = set(string)
  default     = ["ann", "bob"]
}

# Filtered by the space, so that it has keys of its own.
data "cases_users" "soc" {
  space = "soc"
}

locals {
  not_assignable = sort([
    for name in var.rota : name
    if !contains(try(data.cases_users.soc.users[name].assignable, []), "soc/security")
  ])
}

check "assignees" {
  assert {
    condition     = length(local.not_assignable) == 0
    error_message = "Kibana does not offer them as assignees: ${join(", ", local.not_assignable)}. They have to log in to Kibana once, with a role that reads these cases."
  }
}

output "not_assignable" {
  description = "People on the rota who cannot be assigned."
  value       = local.not_assignable
}
