# The role stays for the role mappings that use it. It grants nothing.
resource "cases_role" "contractor" {
  name = "contractor"
}
