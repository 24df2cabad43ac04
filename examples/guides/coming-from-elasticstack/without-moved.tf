removed {
  from = elasticstack_kibana_security_role.soc_tier1
  lifecycle {
    destroy = false
  }
}

import {
  to = cases_role.soc_tier1
  id = "soc-tier1"
}
