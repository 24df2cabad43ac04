package provider_test

// acceptedRoles are the right neighbours of what is refused and warned about.
func acceptedRoles() map[string]string {
	return map[string]string{
		"right_name":                    `name = join("", [for i in range(507) : "n"])`,
		"right_name_of_punctuation":     `name = "Tier 1 (SOC): read/write*"`,
		"right_description":             `description = join("", [for i in range(1000) : "ü"])`,
		"right_metadata":                `metadata = jsonencode({ team = "secops", "a_b" = { _c = 1 } })`,
		"right_space_ids":               `spaces = { "*" = { base = "read" }, soc-1_a = { base = "all" }, "0" = { base = "all" } }`,
		"right_none":                    `spaces = { soc = { security = { access = "none" } } }`,
		"right_none_without_connectors": `spaces = { soc = { security = { access = "none", sub_features = {} }, connectors = "none" } }`,
		"right_none_left_out":           `spaces = { soc = { security = { access = "none", sub_features = { delete_cases = null } } } }`,
		"right_none_beside_all_spaces":  `spaces = { "*" = { security = { access = "view" } }, soc = { stack = { access = "none" }, connectors = "none" } }`,
		"right_full":                    `spaces = { soc = { security = { access = "full" }, connectors = "all" } }`,
		"right_full_below_connectors":   `spaces = { "*" = { connectors = "all" }, soc = { security = { access = "full" } } }`,
		"right_full_below_base":         `spaces = { "*" = { base = "all" }, soc = { security = { access = "full" } } }`,
		"right_assignee":                `spaces = { soc = { security = { access = "assignee" }, connectors = "none" } }`,
		"right_more_than_all_spaces":    `spaces = { "*" = { security = { access = "view" }, connectors = "read" }, soc = { security = { access = "full" }, connectors = "all" } }`,
		"right_same_as_all_spaces":      `spaces = { "*" = { base = "read" }, soc = { security = { access = "view" }, connectors = "read" } }`,
		"right_features":                `spaces = { soc = { security = { access = "view" }, features = { observabilityCasesV3 = ["read"], actions = ["read"] } } }`,
		"right_feature_ids":             `spaces = { soc = { features = { discover_v2 = ["minimal_all", "url_create"], "fleet-v2" = ["read"] } } }`,
		"right_no_spaces":               `spaces = {}`,
		"right_query":                   indices(`query = jsonencode({ template = { source = { term = { user = "{{_user.username}}" } } } })`),
		"right_field_security":          indices(fieldSecurity(`grant = ["user.*", "host"]`, `except = ["user.email", "host"]`)),
		"right_empty_elasticsearch":     elasticsearch(),
	}
}

// unknownRoles are configurations of which something is not known yet: it may
// turn out to be right, so that nothing is said.
func unknownRoles() map[string]string {
	return map[string]string{
		"unknown_name":          `name = var.text`,
		"unknown_texts":         "description = var.text\nmetadata = var.text",
		"unknown_of_resource":   `description = cases_role.right_none.id`,
		"unknown_spaces":        `spaces = var.any`,
		"unknown_space_id":      `spaces = { (var.text) = { base = "read" } }`,
		"unknown_space":         `spaces = { soc = var.any, "*" = { base = "read" } }`,
		"unknown_grant":         `spaces = { soc = { security = var.any } }`,
		"unknown_access":        `spaces = { soc = { security = { access = var.text }, connectors = "none" } }`,
		"unknown_sub_features":  `spaces = { soc = { security = { access = "none", sub_features = var.any } } }`,
		"unknown_sub_feature":   `spaces = { soc = { security = { access = "none", sub_features = { delete_cases = var.bool } } } }`,
		"unknown_connectors":    `spaces = { soc = { security = { access = "full" }, connectors = var.text } }`,
		"unknown_features":      `spaces = { soc = { features = var.any } }`,
		"unknown_privileges":    `spaces = { soc = { features = { discover_v2 = var.list } } }`,
		"unknown_privilege":     `spaces = { soc = { features = { discover_v2 = [var.text] } } }`,
		"unknown_base":          `spaces = { soc = { base = var.text, security = var.any } }`,
		"unknown_alone":         `spaces = { soc = { base = var.text } }`,
		"unknown_beside_base":   `spaces = { soc = { base = "read", security = var.any, connectors = var.text, features = var.any } }`,
		"unknown_beside_ids":    `spaces = { soc = { security = var.any, features = { securitySolutionCasesV3 = ["read"] } } }`,
		"unknown_all_spaces":    `spaces = { "*" = var.any, soc = { security = { access = "full" }, connectors = "read", stack = { access = "none" } } }`,
		"unknown_for_all":       `spaces = { "*" = { connectors = var.text }, soc = { security = { access = "full" }, connectors = "none" } }`,
		"unknown_more_for_all":  `spaces = { "*" = { stack = { access = "full", sub_features = { delete_cases = var.bool } } }, soc = { stack = { access = "full", sub_features = { delete_cases = false } } } }`,
		"unknown_more_in_space": `spaces = { "*" = { stack = { access = "view", sub_features = { add_comments = true } } }, soc = { stack = { access = "view", sub_features = var.any } } }`,

		"unknown_lists":          elasticsearch(`cluster = var.list`, `run_as = [var.text]`, block("indices", `names = var.list`, `privileges = [var.text]`, `query = var.text`)),
		"unknown_field_grant":    indices(fieldSecurity(`grant = var.list`, `except = ["user.email"]`)),
		"unknown_field_granted":  indices(fieldSecurity(`grant = ["host", var.text]`, `except = ["user.email"]`)),
		"unknown_field_excepted": indices(fieldSecurity(`grant = ["host"]`, `except = [var.text]`)),
		"unknown_field_security": indices(block(`dynamic "field_security"`, `for_each = var.list`, block("content", `grant = ["*"]`, `except = [field_security.value]`))),
		"unknown_indices":        elasticsearch(block(`dynamic "indices"`, `for_each = var.list`, block("content", `names = [indices.value]`, `privileges = ["read"]`))),
		"unknown_elasticsearch":  block(`dynamic "elasticsearch"`, `for_each = var.list`, block("content", `cluster = ["monitor"]`)),
	}
}
