# Works security cases and adds alerts to them, on Kibana 9.3.
resource "cases_role" "triage" {
  name = "triage"

  spaces = {
    soc = {
      security = { access = "assignee" }
      features = { siemV5 = ["read"] } # Security, under its id on Kibana 9.3
    }
  }
}
