# The role of an API key: it opens security cases in the space "soc" and comments on them.
locals {
  case_opener = provider::cases::application_privileges({
    soc = {
      security = {
        access = "assignee"
        sub_features = {
          delete_cases  = false
          edit_settings = false
          reopen_cases  = false
          assign_users  = false
        }
      }
    }
  }, "9.2.0")
  # [{
  #   application = "kibana-.kibana"
  #   privileges  = ["feature_securitySolutionCasesV3.create_comment", "feature_securitySolutionCasesV3.minimal_all"]
  #   resources   = ["space:soc"]
  # }]
}

# In the form that Elasticsearch expects for an API key.
output "role_descriptors" {
  value = jsonencode({ case_opener = { applications = local.case_opener } })
}
