terraform {
  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}

# This configuration is wrong on purpose: full access includes managing
# connectors, which connectors = "read" withholds. terraform validate says so.
resource "cases_role" "soc_lead" {
  name = "soc-lead"

  spaces = {
    soc = {
      security   = { access = "full" }
      connectors = "read"
    }
  }
}
