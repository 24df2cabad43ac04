# The role and its privileges in Elasticsearch belong to this resource. What it
# grants in Kibana belongs to the grants, and is ignored here.
resource "cases_role" "analyst" {
  name        = "analyst"
  description = "Looks at what the sensors say"

  elasticsearch {
    indices {
      names      = ["logs-*"]
      privileges = ["read", "view_index_metadata"]
    }
  }

  lifecycle {
    ignore_changes = [spaces]
  }
}

# Each team grants what it answers for, in configurations of their own if need be.
resource "cases_feature_privilege" "analyst_security" {
  role     = cases_role.analyst.name
  space    = "soc"
  security = { access = "assignee", sub_features = { delete_cases = false } }
}

resource "cases_feature_privilege" "analyst_observability" {
  role          = cases_role.analyst.name
  space         = "soc"
  observability = { access = "view" }
}
