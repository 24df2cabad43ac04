terraform {
  required_version = ">= 1.8"

  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}
