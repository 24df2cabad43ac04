# What somebody who holds these roles can do. One of them is built in.
data "cases_access" "analyst" {
  roles = ["soc-tier1", "viewer"]

  # Include this space, even if the roles reach it only through "*" or a pattern.
  spaces = ["soc"]
}

# Can they delete security cases in the space "soc", and why? The answer is a
# list of role, space and privilege. It is empty if they cannot.
output "why_the_analyst_deletes_cases" {
  value = try(data.cases_access.analyst.sources["soc/security"]["delete_cases"], [])
}

# The matrix for a pull request: terraform output -raw access_matrix
output "access_matrix" {
  value = data.cases_access.analyst.markdown
}
