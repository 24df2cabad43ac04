# Every role that gives access to security cases in the space "soc".
# terraform query -generate-config-out=roles.tf writes them down for import.
list "cases_role" "soc" {
  provider = cases

  config {
    space    = "soc"
    solution = "security"
  }
}

# Names of all roles, with those that are built into Elasticsearch.
list "cases_role" "all" {
  provider = cases
  limit    = 1000

  config {
    include_reserved = true
  }
}
