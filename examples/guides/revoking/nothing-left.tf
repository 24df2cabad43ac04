# The role stays, so that mappings to it still work. It grants nothing.
resource "cases_role" "contractor" {
  name = "contractor"
}
