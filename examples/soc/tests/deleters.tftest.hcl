# How the check judges roles that somebody else wrote. The provider is mocked:
# the tests need no Kibana, and send no request.
mock_provider "cases" {}

run "nobody_else" {
  assert {
    condition     = length(output.unexpected_deleters) == 0
    error_message = "Nobody else can delete cases."
  }
}

run "leads_may" {
  override_data {
    target = data.cases_roles.deleters
    values = {
      roles = {
        soc-lead = { description = null, reserved = false, disabled = false, capabilities = { "soc/security" = ["read_cases", "delete_cases"] }, ways_around = [] }
      }
    }
  }

  assert {
    condition     = length(output.unexpected_deleters) == 0
    error_message = "Deleting cases is for leads."
  }
}

run "anybody_else_is_named" {
  override_data {
    target = data.cases_roles.deleters
    values = {
      roles = {
        soc-lead  = { description = null, reserved = false, disabled = false, capabilities = { "soc/security" = ["delete_cases"] }, ways_around = [] }
        soc-tier1 = { description = null, reserved = false, disabled = false, capabilities = { "soc/security" = ["delete_cases"] }, ways_around = [] }
        helpdesk  = { description = null, reserved = false, disabled = false, capabilities = { "*/security" = ["delete_cases"] }, ways_around = [] }
        night     = { description = null, reserved = false, disabled = false, capabilities = { "so?/security" = ["delete_cases"] }, ways_around = [] }
      }
    }
  }

  expect_failures = [check.only_leads_delete_cases]

  assert {
    condition     = join(", ", output.unexpected_deleters) == "helpdesk, night, soc-tier1"
    error_message = "A role of the SOC's own counts, and so do roles for all spaces and for patterns."
  }
}

run "exceptions_are_written_down" {
  variables {
    may_also_delete = ["break-glass"]
  }

  override_data {
    target = data.cases_roles.deleters
    values = {
      roles = {
        break-glass = { description = null, reserved = false, disabled = false, capabilities = { "*/security" = ["delete_cases"] }, ways_around = [] }
      }
    }
  }

  assert {
    condition     = length(output.unexpected_deleters) == 0
    error_message = "A role named in may_also_delete is expected."
  }
}
