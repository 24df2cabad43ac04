terraform {
  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}

# Reads KIBANA_ENDPOINT and KIBANA_API_KEY (or KIBANA_USERNAME and
# KIBANA_PASSWORD) from the environment.
provider "cases" {}

# Tier 1 works security cases in the space "soc", but cannot delete them, and
# comments on observability cases that it can otherwise only read.
resource "cases_role" "soc_tier1" {
  name        = "quickstart-tier1"
  description = "Works security cases, cannot delete them"

  spaces = {
    soc = {
      security      = { access = "assignee", sub_features = { delete_cases = false } }
      observability = { access = "view", sub_features = { add_comments = true } }
      connectors    = "read"
    }
  }

  elasticsearch {
    indices {
      names      = [".alerts-security.alerts-soc"]
      privileges = ["read", "view_index_metadata"]
    }
  }
}

# The lead manages cases, their settings and the connectors.
resource "cases_role" "soc_lead" {
  name = "quickstart-lead"

  spaces = {
    soc = {
      security = { access = "full" }
    }
  }
}

# What somebody who holds both roles can do, and which privilege gives it, as a
# matrix for a review.
data "cases_access" "soc" {
  roles = [cases_role.soc_tier1.name, cases_role.soc_lead.name]
}

output "access_matrix" {
  value = data.cases_access.soc.markdown
}
