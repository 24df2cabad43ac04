terraform {
  required_providers {
    cases = {
      source  = "kibana-cases/cases"
      version = ">= 0.1.0"
    }
  }
}

# Credentials come from KIBANA_API_KEY, or from KIBANA_USERNAME and
# KIBANA_PASSWORD, so that they stay out of the configuration.
provider "cases" {
  endpoint = "https://kibana.example.com:5601"
}
