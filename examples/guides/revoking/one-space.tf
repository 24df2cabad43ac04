resource "cases_role" "contractor" {
  name = "contractor"

  spaces = {
    lab = { security = { access = "assignee" }, features = { discover_v2 = ["read"] } }
  }
}
