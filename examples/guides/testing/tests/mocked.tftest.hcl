# Where access is not what a test is about, a mocked provider stands in: what it
# computes, capabilities among it, is made up.
mock_provider "cases" {}

run "people_are_mapped_onto_tier1" {
  assert {
    condition     = output.roles.tier1 == "soc-tier1"
    error_message = "The role mapping needs the name of the role."
  }
}
