moved {
  from = elasticstack_kibana_security_role.soc_tier1
  to   = cases_role.soc_tier1
}

locals {
  # Access that several spaces share.
  tier1 = {
    security   = { access = "assignee", sub_features = { delete_cases = false } }
    connectors = "read"
    features   = { discover_v2 = ["read"] }
  }
}

resource "cases_role" "soc_tier1" {
  name        = "soc-tier1"
  description = "Works security cases, cannot delete them"

  spaces = {
    soc     = local.tier1
    lab     = local.tier1
    sandbox = { base = "read" }
  }

  elasticsearch {
    cluster = ["monitor"]
    indices {
      names      = [".alerts-security.alerts-soc"]
      privileges = ["read", "view_index_metadata"]
    }
  }

  metadata = jsonencode({ team = "secops" })
}
