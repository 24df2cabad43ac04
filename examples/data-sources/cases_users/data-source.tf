# Who, by name, can delete security cases in the space "soc", through any of
# their roles.
data "cases_users" "deleters" {
  space      = "soc"
  solution   = "security"
  capability = "delete_cases"
}

output "who_can_delete_cases" {
  value = sort(keys(data.cases_users.deleters.users))
}

# Role mappings by which people can delete these cases after their first login.
output "mappings_to_deleters" {
  value = sort([
    for name, mapping in data.cases_users.deleters.role_mappings : name
    if mapping.enabled && contains(try(mapping.capabilities["soc/security"], []), "delete_cases")
  ])
}

# Everybody, as a matrix for a review: terraform output -raw people
data "cases_users" "everybody" {}

output "people" {
  value = data.cases_users.everybody.markdown
}
