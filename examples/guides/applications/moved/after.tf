moved {
  from = elasticstack_elasticsearch_security_role.analysts
  to   = cases_role.analysts
}

resource "cases_role" "analysts" {
  name = "soc-analysts"

  spaces = {
    for space in ["soc", "lab"] : space => {
      security   = { access = "assignee", sub_features = { delete_cases = false } }
      connectors = "read"
    }
  }
}
