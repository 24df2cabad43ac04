# What this Kibana can grant on cases.
data "cases_feature_catalog" "this" {}

# Views the cases of every solution that has cases on this Kibana. Serverless
# projects have fewer than three such solutions.
resource "cases_role" "auditor" {
  name = "case-auditor"

  spaces = {
    "*" = {
      for solution in ["security", "observability", "stack"] : solution => {
        access = contains(keys(data.cases_feature_catalog.this.solutions), solution) ? "view" : "none"
      }
    }
  }
}

output "can_withhold" {
  value = { for solution, has in data.cases_feature_catalog.this.solutions : solution => has.sub_features }
}
