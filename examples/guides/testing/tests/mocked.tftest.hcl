# If a test is not about access, use a mocked provider. It invents the computed
# values, including capabilities.
mock_provider "cases" {}

run "people_are_mapped_onto_tier1" {
  assert {
    condition     = output.roles.tier1 == "soc-tier1"
    error_message = "The role mapping needs the name of the role."
  }
}
