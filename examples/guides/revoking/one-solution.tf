resource "cases_role" "contractor" {
  name = "contractor"

  spaces = {
    soc = { security = { access = "assignee" } }
    lab = { security = { access = "none" }, features = { discover_v2 = ["read"] } }
  }
}
