# Views the cases of every solution in every space, and does nothing else.
resource "cases_role" "auditor" {
  name        = "case-auditor"
  description = "Views all cases"

  spaces = {
    "*" = {
      security      = { access = "view" }
      observability = { access = "view" }
      stack         = { access = "view" }
    }
  }
}

# What the role lets people do, for the review.
data "cases_access" "auditor" {
  roles      = [cases_role.auditor.name]
  depends_on = [cases_role.auditor]

  lifecycle {
    postcondition {
      condition = alltrue(concat(
        [for held in values(self.capabilities) : toset(held) == toset(["read_cases"])],
        [length(self.ways_around) == 0],
      ))
      error_message = "An auditor can do more than view cases."
    }
  }
}
