# What one role grants on cases, space by space.
# terraform query -generate-config-out=grants.tf writes the configuration for import.
list "cases_feature_privilege" "tier1" {
  provider = cases

  config {
    role = "soc-tier1"
  }
}

# Everything that grants access to observability cases, in any role and space.
list "cases_feature_privilege" "observability" {
  provider = cases
  limit    = 1000

  config {
    solution = "observability"
  }
}
