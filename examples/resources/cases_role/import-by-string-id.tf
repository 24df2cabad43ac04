import {
  to = cases_role.soc_tier1
  id = "soc-tier1"
}
