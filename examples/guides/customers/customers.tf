terraform {
  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}

locals {
  # One line for each customer. The key is the id of the customer's space.
  customers = {
    acme   = { tier1_may_delete = false }
    globex = { tier1_may_delete = false }
    hooli  = { tier1_may_delete = true } # its contract asks for it
  }
}

# The roles of one customer: for people who work for that customer only.
module "customer" {
  source   = "./customer"
  for_each = local.customers

  space            = each.key
  tier1_may_delete = each.value.tier1_may_delete
}

# For people who work for all customers, including later ones.
resource "cases_role" "all_customers" {
  name = "customers-oncall"

  spaces = {
    for space, customer in local.customers : space => {
      security   = { access = "assignee", sub_features = { delete_cases = false } }
      connectors = "read"
    }
  }
}
