# The plan fails, with exit code 1, while tier 1 can delete cases.
data "cases_access" "gate" {
  roles      = [cases_role.tier1.name, "viewer", "oncall"]
  spaces     = ["soc"]
  depends_on = [cases_role.tier1]

  lifecycle {
    postcondition {
      condition     = !contains(try(self.capabilities["soc/security"], []), "delete_cases")
      error_message = "Tier 1 can delete security cases."
    }
  }
}
