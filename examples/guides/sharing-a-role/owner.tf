# This resource owns the role and its privileges in Elasticsearch. It ignores the
# Kibana privileges, which belong to the grants.
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

# Each team grants what it is responsible for. The grants can be in separate
# configurations.
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
