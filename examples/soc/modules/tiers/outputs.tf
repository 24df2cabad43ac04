output "roles" {
  description = "Names of the roles by tier, to map people onto."
  value       = { for tier, role in cases_role.tier : tier => role.name }
}

output "capabilities" {
  description = "What each tier can do, by space and solution. Known when planning."
  value       = { for tier, role in cases_role.tier : tier => role.capabilities }
}

output "matrix" {
  description = "What each tier can do and why, as Markdown. Known when applied."
  value       = { for tier, access in data.cases_access.tier : tier => access.markdown }
}
