resource "cases_role" "soc_tier1" {
  name        = "soc-tier1"
  description = "Works security cases, cannot delete them"

  spaces = {
    soc = {
      security = {
        access       = "full"
        sub_features = { delete_cases = false }
      }
      observability = { access = "view", sub_features = { add_comments = true } }
      stack         = { access = "none" }
      connectors    = "all"
      features      = { discover_v2 = ["read"] }
    }
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
