import {
  to = cases_role.soc_tier1
  identity = {
    name = "soc-tier1"
  }
}
