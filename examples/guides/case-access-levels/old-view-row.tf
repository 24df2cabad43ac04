resource "cases_role" "old_view_row" {
  name = "old-view-row"

  spaces = {
    soc = {
      security = { access = "assignee" } # All for Cases
      features = { siemV5 = ["read"] }   # Read for Security, under its id on your release
    }
  }
}
