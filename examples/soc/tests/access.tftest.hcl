# Who may do what. With kibana_version, the provider plans with its built-in
# catalogue of privileges: these tests need no Kibana, and show what an upgrade
# would change. They plan only the module, because its outputs need no answer
# from Kibana.
provider "cases" {
  endpoint       = "https://kibana.invalid"
  api_key        = "not-used"
  kibana_version = "9.2.0"
}

provider "cases" {
  alias          = "oldest"
  endpoint       = "https://kibana.invalid"
  api_key        = "not-used"
  kibana_version = "8.17.0"
}

provider "cases" {
  alias          = "next"
  endpoint       = "https://kibana.invalid"
  api_key        = "not-used"
  kibana_version = "9.5.0"
}

provider "cases" {
  alias          = "serverless"
  endpoint       = "https://kibana.invalid"
  api_key        = "not-used"
  kibana_version = "serverless"
}

variables {
  spaces = ["soc"]
}

run "each_tier_can_do_its_work" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  assert {
    condition = toset(output.capabilities.tier1["soc/security"]) == toset([
      "read_cases", "create_cases", "update_cases", "add_comments", "assign_users", "push_cases",
    ])
    error_message = "Tier 1 triages, assigns, comments and pushes, and nothing else."
  }
  assert {
    condition     = setsubtract(output.capabilities.tier2["soc/security"], output.capabilities.tier1["soc/security"]) == toset(["reopen_cases"])
    error_message = "Tier 2 can do what tier 1 can, and re-open."
  }
  assert {
    condition     = setsubtract(output.capabilities.lead["soc/security"], output.capabilities.tier2["soc/security"]) == toset(["delete_cases", "edit_settings"])
    error_message = "Leads can do what tier 2 can, delete, and edit settings."
  }
  assert {
    condition     = [for tier, held in output.capabilities : tier if contains(held["soc/connectors"], "manage_connectors")] == ["lead"]
    error_message = "Only leads manage connectors."
  }
}

run "the_other_team_keeps_its_cases" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  assert {
    condition     = toset(output.capabilities.tier1["soc/observability"]) == toset(["read_cases"])
    error_message = "Tier 1 reads observability cases."
  }
  assert {
    condition = alltrue([
      for tier in ["tier2", "lead"] : toset(output.capabilities[tier]["soc/observability"]) == toset(["read_cases", "add_comments"])
    ])
    error_message = "Tier 2 and leads comment on observability cases, and leave the rest to their owners."
  }
  assert {
    condition     = alltrue([for held in values(output.capabilities) : !contains(keys(held), "soc/stack")])
    error_message = "Nobody has any business with Stack Management cases."
  }
}

run "tier1_may_be_let_comment" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  variables {
    tier1_comments_on_observability = true
  }

  assert {
    condition     = toset(output.capabilities.tier1["soc/observability"]) == toset(["read_cases", "add_comments"])
    error_message = "Tier 1 comments on observability cases when it is let."
  }
}

run "every_space_is_alike" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  variables {
    spaces      = ["soc", "soc-eu"]
    role_prefix = "acme-soc-"
  }

  assert {
    condition     = output.roles == { tier1 = "acme-soc-tier1", tier2 = "acme-soc-tier2", lead = "acme-soc-lead" }
    error_message = "The prefix names the roles."
  }
  assert {
    condition = alltrue(flatten([for held in values(output.capabilities) : [
      for subject in ["security", "observability", "connectors"] : toset(held["soc/${subject}"]) == toset(held["soc-eu/${subject}"])
    ]]))
    error_message = "Each tier has the same access in all spaces."
  }
}

run "an_upgrade_adds_templates_to_tier2_and_leads" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  providers = {
    cases = cases.next
  }

  assert {
    condition     = [for tier, held in output.capabilities : tier if contains(held["soc/security"], "manage_templates")] == ["lead", "tier2"]
    error_message = "From 9.4 on, tier 2 and leads look after templates, and tier 1 does not."
  }
  assert {
    condition     = [for tier, held in output.capabilities : tier if contains(held["soc/security"], "delete_cases")] == ["lead"]
    error_message = "Only leads delete cases, on the next Kibana too."
  }
}

run "tier1_is_held_back_on_the_oldest_release" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  providers = {
    cases = cases.oldest
  }

  assert {
    condition = toset(output.capabilities.tier1["soc/security"]) == toset([
      "read_cases", "create_cases", "update_cases", "add_comments", "assign_users", "push_cases",
    ])
    error_message = "Tier 1 can do more on the oldest release that knows all of this, or less."
  }
}

run "a_serverless_security_project_has_no_observability_cases" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  variables {
    sees_observability_cases = false
  }

  providers = {
    cases = cases.serverless
  }

  assert {
    condition     = alltrue([for held in values(output.capabilities) : toset(keys(held)) == toset(["soc/connectors", "soc/security"])])
    error_message = "All there is are security cases and connectors."
  }
}

run "all_spaces_are_not_a_space" {
  command = plan

  module {
    source = "./modules/tiers"
  }

  variables {
    spaces = ["*"]
  }

  expect_failures = [var.spaces]
}
