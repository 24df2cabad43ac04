output "roles" {
  description = "Names of the roles by tier, to map people onto."
  value       = module.tiers.roles
}

output "capabilities" {
  description = "What each tier can do, by space and solution. Review it in a plan."
  value       = module.tiers.capabilities
}

output "matrix" {
  description = "What each tier can do and why, as Markdown: terraform output -raw matrix."
  value       = join("\n", [for tier in ["tier1", "tier2", "lead"] : "## ${module.tiers.roles[tier]}\n\n${module.tiers.matrix[tier]}"])
}

output "unexpected_deleters" {
  description = "Roles besides the lead's that can delete the SOC's cases."
  value       = local.unexpected_deleters
}
