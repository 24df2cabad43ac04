# Every role that gives access to security cases in the space "soc".
# terraform query -generate-config-out=roles.tf writes the configuration for import.
list "cases_role" "soc" {
  provider = cases

  config {
    space    = "soc"
    solution = "security"
  }
}

# Names of all roles, including built-in ones.
list "cases_role" "all" {
  provider = cases
  limit    = 1000

  config {
    include_reserved = true
  }
}
