resource "cases_role" "contractor" {
  name = "contractor"

  spaces = {
    soc = { security = { access = "assignee" } }
    lab = { security = { access = "assignee" }, features = { discover_v2 = ["read"] } }
  }
}
