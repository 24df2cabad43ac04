# Every role that can delete cases somewhere, and where. Built-in roles such as
# superuser can, and are left out unless include_reserved is set.
data "cases_roles" "deleters" {
  capability = "delete_cases"
}

output "who_can_delete_cases" {
  value = {
    for name, role in data.cases_roles.deleters.roles : name => [
      for subject, held in role.capabilities : subject if contains(held, "delete_cases")
    ]
  }
}

# Every role that grants access to security cases in the space "soc", by an entry
# for this space or for all spaces.
data "cases_roles" "soc" {
  space            = "soc"
  solution         = "security"
  include_reserved = true
}

output "roles_in_soc" {
  value = keys(data.cases_roles.soc.roles)
}
