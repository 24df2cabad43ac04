# A role that somebody else owns: what it grants in each space, what that lets
# people do, and the privileges as Kibana stores them.
data "cases_role" "helpdesk" {
  name = "helpdesk"
}

output "helpdesk" {
  value = {
    in_words   = data.cases_role.helpdesk.spaces
    lets_do    = data.cases_role.helpdesk.capabilities
    as_stored  = data.cases_role.helpdesk.privileges
    built_in   = data.cases_role.helpdesk.reserved
    may_delete = [for subject, held in data.cases_role.helpdesk.capabilities : subject if contains(held, "delete_cases")]
  }
}
