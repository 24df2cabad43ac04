data "cases_access" "left" {
  roles  = ["contractor", "viewer"]
  spaces = ["soc"]
}

output "left" {
  value = data.cases_access.left.capabilities
}
