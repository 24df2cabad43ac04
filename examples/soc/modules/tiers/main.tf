locals {
  # Who may do what with security cases. Review this table. A tier may do what its
  # sub_features leave out.
  tiers = {
    tier1 = {
      description = "SOC tier 1: triages alerts into cases and closes them"
      security = {
        access = "assignee"
        sub_features = {
          delete_cases     = false # a case is evidence
          reopen_cases     = false # what is closed stays closed until tier 2 looks at it again
          edit_settings    = false
          manage_templates = false
        }
      }
      comments_on_observability = var.tier1_comments_on_observability
      connectors                = "read" # pushes cases to the ticket system
      alerts                    = ["read", "view_index_metadata"]
    }
    tier2 = {
      description = "SOC tier 2: investigates, re-opens and reassigns cases, and looks after their templates"
      security = {
        access = "assignee"
        sub_features = {
          delete_cases  = false
          edit_settings = false
        }
      }
      comments_on_observability = true
      connectors                = "read"
      alerts                    = ["read", "view_index_metadata", "write", "maintenance"]
    }
    lead = {
      description = "SOC lead: all of it, with deletion, settings and connectors"
      security = {
        access       = "full" # includes managing connectors
        sub_features = null
      }
      comments_on_observability = true
      connectors                = "all"
      alerts                    = ["read", "view_index_metadata", "write", "maintenance"]
    }
  }
}

resource "cases_role" "tier" {
  for_each = local.tiers

  name        = "${var.role_prefix}${each.key}"
  description = each.value.description

  spaces = {
    for space in var.spaces : space => {
      security = each.value.security
      observability = {
        access       = var.sees_observability_cases ? "view" : "none"
        sub_features = var.sees_observability_cases && each.value.comments_on_observability ? { add_comments = true } : null
      }
      connectors = each.value.connectors
      features   = var.other_features
    }
  }

  # Cases refer to alerts, which live in Elasticsearch: one pair of names per
  # space.
  elasticsearch {
    indices {
      names = flatten([for space in var.spaces : [
        ".alerts-security.alerts-${space}",
        ".internal.alerts-security.alerts-${space}-*",
      ]])
      privileges = each.value.alerts
    }
  }
}

# What the roles let people do in Kibana, and why, for a review. With depends_on,
# Terraform reads the data source after it has written the roles.
data "cases_access" "tier" {
  for_each   = cases_role.tier
  depends_on = [cases_role.tier]

  roles = [each.value.name]
}
