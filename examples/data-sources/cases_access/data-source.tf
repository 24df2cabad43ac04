# What somebody who holds these roles can do, built-in ones included.
data "cases_access" "analyst" {
  roles = ["soc-tier1", "viewer"]

  # Answer for this space, also if the roles reach it through "*" or a pattern only.
  spaces = ["soc"]
}

# Can they delete security cases in the space "soc", and why? The answer is a
# list of role, space and privilege, empty for no.
output "why_the_analyst_deletes_cases" {
  value = try(data.cases_access.analyst.sources["soc/security"]["delete_cases"], [])
}

# The matrix for a pull request: terraform output -raw access_matrix
output "access_matrix" {
  value = data.cases_access.analyst.markdown
}
