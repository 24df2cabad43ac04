terraform {
  required_version = ">= 1.8"

  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}

# Reads KIBANA_ENDPOINT and KIBANA_API_KEY (or KIBANA_USERNAME and
# KIBANA_PASSWORD) from the environment.
provider "cases" {}
