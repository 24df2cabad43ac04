package provider_test

// refusedNames are wrong names, descriptions and metadata.
func refusedNames() map[string]refusal {
	const name, metadata = "Invalid role name", "Metadata is not a JSON object"
	return map[string]refusal{
		"name_empty":              {`name = ""`, `name`, name, "1 to 507 characters"},
		"name_too_long":           {`name = join("", [for i in range(508) : "n"])`, `name`, name, "has 508 characters, and a role name can have 507"},
		"name_with_comma":         {`name = "tier1,tier2"`, `name`, name, `Use "-" or "_"`},
		"name_begins_with_space":  {`name = " tier1"`, `name`, name, "begins or ends with a space. Remove it"},
		"name_ends_with_space":    {`name = "tier1 "`, `name`, name, "begins or ends with a space. Remove it"},
		"name_not_ascii":          {`name = "Fälle"`, `name`, name, "Use letters, digits, spaces and punctuation of ASCII"},
		"name_over_two_lines":     {`name = "tier1\ntier2"`, `name`, name, "Use letters, digits, spaces and punctuation of ASCII"},
		"description_too_long":    {`description = join("", [for i in range(1001) : "d"])`, `description`, "Description is too long", "has 1001 characters, and Elasticsearch accepts at most 1000"},
		"metadata_not_json":       {`metadata = "team: secops"`, `metadata`, metadata, `metadata = jsonencode({ team = "secops" })`},
		"metadata_empty":          {`metadata = ""`, `metadata`, metadata, `metadata = jsonencode({ team = "secops" })`},
		"metadata_a_list":         {`metadata = jsonencode(["secops"])`, `metadata`, metadata, `metadata = jsonencode({ team = "secops" })`},
		"metadata_null":           {`metadata = jsonencode(null)`, `metadata`, metadata, `metadata = jsonencode({ team = "secops" })`},
		"metadata_huge_number":    {`metadata = "{\"n\":1e400}"`, `metadata`, "Number cannot be kept", `Write it as a string: "1e400"`},
		"metadata_key_reserved":   {`metadata = jsonencode({ _reserved = true })`, `metadata`, "Reserved metadata key", `"_reserved" begins with "_"`},
		"metadata_key_begins_low": {`metadata = jsonencode({ team = "secops", _team = "secops" })`, `metadata`, "Reserved metadata key", "Use another key"},
	}
}

// refusedSpaces are spaces that are wrong by themselves.
func refusedSpaces() map[string]refusal {
	const (
		id, nothing  = "Invalid space id", "Nothing is granted in this space"
		access, sub  = "Invalid access level", "Unknown sub-feature"
		levels       = `"full", "assignee", "view", "none"`
		abilities    = `"delete_cases", "edit_settings", "add_comments", "reopen_cases", "assign_users", "manage_templates"`
		basePath     = `spaces["soc"].base`
		accessPath   = `spaces["soc"].security.access`
		subPath      = `spaces["soc"].security.sub_features`
		connectors   = "Invalid connectors level"
		notAlone     = "Base privilege is not alone"
		removeEither = "Remove base to choose features one by one, or remove everything else from this space"
	)
	return map[string]refusal{
		"space_id_upper_case": {`spaces = { SOC = { base = "read" } }`, `spaces["SOC"]`, id, "lower-case letters"},
		"space_id_with_slash": {`spaces = { "s/soc" = { base = "read" } }`, `spaces["s/soc"]`, id, "the id from the space's URL"},
		"space_ids_in_a_list": {`spaces = { "soc,sandbox" = { base = "read" } }`, `spaces["soc,sandbox"]`, id, `or "*" for all spaces`},
		"space_id_empty":      {`spaces = { "" = { base = "read" } }`, `spaces[""]`, id, "lower-case letters"},

		"space_empty":            {`spaces = { soc = {} }`, `spaces["soc"]`, nothing, "or remove the space to grant nothing"},
		"space_null":             {`spaces = { soc = null }`, `spaces["soc"]`, nothing, "or remove the space to grant nothing"},
		"space_misspelt":         {`spaces = { soc = { securty = { access = "view" } } }`, `spaces["soc"]`, nothing, "security, observability, stack, connectors, features or base"},
		"space_of_empty_feature": {`spaces = { soc = { features = { discover_v2 = [] } } }`, `spaces["soc"].features`, nothing, "or remove the space to grant nothing"},
		"one_space_of_two_empty": {`spaces = { soc = { base = "read" }, sandbox = {} }`, `spaces["sandbox"]`, nothing, "or remove the space to grant nothing"},

		"access_misspelt":   {`spaces = { soc = { security = { access = "asignee" } } }`, accessPath, access, `Did you mean "assignee"?`},
		"access_upper_case": {`spaces = { soc = { security = { access = "Full" } } }`, accessPath, access, `Did you mean "full"?`},
		"access_of_kibana":  {`spaces = { soc = { security = { access = "minimal_all" } } }`, accessPath, access, levels},
		"access_empty":      {`spaces = { soc = { security = { access = "" } } }`, accessPath, access, levels},
		"access_of_plans":   {`spaces = { soc = { security = { access = "(known after apply)" } } }`, accessPath, access, levels},

		"sub_feature_misspelt":           {`spaces = { soc = { security = { access = "full", sub_features = { delete_case = false } } } }`, subPath + `["delete_case"]`, sub, `Did you mean "delete_cases"?`},
		"sub_feature_of_kibana":          {`spaces = { soc = { security = { access = "full", sub_features = { case_reopen = false } } } }`, subPath + `["case_reopen"]`, sub, abilities},
		"sub_feature_misspelt_null":      {`spaces = { soc = { security = { access = "full", sub_features = { delete_case = null } } } }`, subPath + `["delete_case"]`, sub, `Did you mean "delete_cases"?`},
		"sub_feature_misspelt_not_known": {`spaces = { soc = { security = { access = "full", sub_features = { delete_case = var.bool } } } }`, subPath + `["delete_case"]`, sub, `Did you mean "delete_cases"?`},
		"sub_feature_without_access":     {`spaces = { soc = { security = { access = "none", sub_features = { add_comments = true } } } }`, subPath, "Sub-features without access", `Remove sub_features, or grant "view" and add to it`},

		"connectors_misspelt": {`spaces = { soc = { connectors = "reed" } }`, `spaces["soc"].connectors`, connectors, `or leave connectors out (null). Did you mean "read"?`},
		"connectors_empty":    {`spaces = { soc = { security = { access = "full" }, connectors = "" } }`, `spaces["soc"].connectors`, connectors, `"none", "read", "all"`},

		"base_unknown":          {`spaces = { soc = { base = "write" } }`, basePath, "Invalid base privilege", `Write "all" or "read"`},
		"base_empty":            {`spaces = { soc = { base = "", connectors = "read" } }`, basePath, "Invalid base privilege", `Write "all" or "read"`},
		"base_beside_access":    {`spaces = { soc = { base = "read", security = { access = "view" } } }`, basePath, notAlone, removeEither},
		"base_beside_none":      {`spaces = { soc = { base = "read", security = { access = "none" } } }`, basePath, notAlone, removeEither},
		"base_beside_connector": {`spaces = { soc = { base = "all", connectors = "all" } }`, basePath, notAlone, removeEither},
		"base_beside_features":  {`spaces = { soc = { base = "read", features = { discover_v2 = ["all"] } } }`, basePath, notAlone, removeEither},
	}
}

// refusedCombinations are configurations that contradict themselves.
func refusedCombinations() map[string]refusal {
	const (
		full, twice, revoked = "Full access needs Connectors All", "Feature is set twice", "Access cannot be revoked in one space"

		bothWaysOut = `Write connectors = "all" or leave it out, or write access = "assignee"`
		byAllSpaces = `Remove this, or take the access out of spaces["*"] and grant it space by space`
		fromAll     = `Remove this, or take the access out of spaces["*"] and grant it space by space`
		connectors  = `spaces["soc"].connectors`
		features    = `spaces["soc"].features`
	)
	return map[string]refusal{
		"full_connectors_none":           {`spaces = { soc = { security = { access = "full" }, connectors = "none" } }`, connectors, full, bothWaysOut},
		"full_connectors_read":           {`spaces = { soc = { stack = { access = "full" }, connectors = "read" } }`, connectors, full, bothWaysOut},
		"full_connectors_read_for_all":   {`spaces = { "*" = { connectors = "read" }, soc = { security = { access = "full" }, connectors = "read" } }`, connectors, full, bothWaysOut},
		"full_for_all_connectors_read":   {`spaces = { "*" = { observability = { access = "full" }, connectors = "read" } }`, `spaces["*"].connectors`, full, bothWaysOut},
		"full_connectors_among_features": {`spaces = { soc = { security = { access = "full" }, features = { actions = ["all"] } } }`, features + `["actions"]`, full, `Write connectors = "all" for this space in place of features.actions`},

		"cases_set_twice":        {`spaces = { soc = { security = { access = "view" }, features = { securitySolutionCasesV3 = ["read"] } } }`, features + `["securitySolutionCasesV3"]`, twice, "Remove one of the two"},
		"cases_set_twice_old_id": {`spaces = { soc = { stack = { access = "none" }, features = { generalCases = ["read"] } } }`, features + `["generalCases"]`, twice, "Remove one of the two"},
		"connectors_set_twice":   {`spaces = { soc = { connectors = "none", features = { actions = ["read"] } } }`, features + `["actions"]`, twice, "Remove one of the two"},
		"feature_id_invalid":     {`spaces = { soc = { features = { "discover v2" = ["read"] } } }`, features + `["discover v2"]`, "Invalid feature id", `letters, digits, "_" and "-"`},
		"privilege_id_invalid":   {`spaces = { soc = { features = { discover_v2 = ["read;"] } } }`, features + `["discover_v2"]`, "Invalid privilege id", `letters, digits, "_" and "-"`},

		"none_below_all_spaces":                 {`spaces = { "*" = { security = { access = "view" } }, soc = { security = { access = "none" } } }`, `spaces["soc"].security`, revoked, byAllSpaces},
		"none_below_base":                       {`spaces = { "*" = { base = "read" }, soc = { stack = { access = "none" } } }`, `spaces["soc"].stack`, revoked, byAllSpaces},
		"none_below_feature_ids":                {`spaces = { "*" = { features = { securitySolutionCasesV3 = ["read"] } }, soc = { security = { access = "none" } } }`, `spaces["soc"].security`, revoked, byAllSpaces},
		"connectors_none_below_all_spaces":      {`spaces = { "*" = { connectors = "read" }, soc = { connectors = "none" } }`, connectors, revoked, fromAll},
		"connectors_none_below_base":            {`spaces = { "*" = { base = "all" }, soc = { connectors = "none" } }`, connectors, revoked, fromAll},
		"connectors_none_below_implied_by_full": {`spaces = { "*" = { security = { access = "full" } }, soc = { connectors = "none" } }`, connectors, revoked, fromAll},
	}
}

// warnedAbout are configurations that ask for less than they get.
func warnedAbout() map[string]refusal {
	const keep = `people keep here what they have in all spaces`
	over := func(key string) string { return "Privileges of all spaces hold in " + key + " too" }
	return map[string]refusal{
		"view_below_assignee":        {`spaces = { "*" = { security = { access = "assignee" } }, soc = { security = { access = "view" } } }`, `spaces["soc"].security`, over("soc/security"), keep},
		"withheld_below_full":        {`spaces = { "*" = { stack = { access = "full" } }, soc = { stack = { access = "full", sub_features = { delete_cases = false } } } }`, `spaces["soc"].stack`, over("soc/stack"), keep},
		"view_below_comments":        {`spaces = { "*" = { security = { access = "view", sub_features = { add_comments = true } } }, soc = { security = { access = "view" } } }`, `spaces["soc"].security`, over("soc/security"), keep},
		"view_below_base":            {`spaces = { "*" = { base = "all" }, soc = { observability = { access = "view" } } }`, `spaces["soc"].observability`, over("soc/observability"), keep},
		"base_read_below_base_all":   {`spaces = { "*" = { base = "all" }, soc = { base = "read" } }`, `spaces["soc"].base`, over("soc"), keep},
		"base_read_below_assignee":   {`spaces = { "*" = { security = { access = "assignee" } }, soc = { base = "read" } }`, `spaces["soc"].base`, over("soc"), keep},
		"connectors_read_below_all":  {`spaces = { "*" = { connectors = "all" }, soc = { connectors = "read" } }`, `spaces["soc"].connectors`, over("soc/connectors"), keep},
		"connectors_read_below_base": {`spaces = { "*" = { base = "all" }, soc = { connectors = "read" } }`, `spaces["soc"].connectors`, over("soc/connectors"), keep},
		"feature_ids_below_assignee": {`spaces = { "*" = { security = { access = "assignee" } }, soc = { features = { securitySolutionCasesV3 = ["read"] } } }`, `spaces["soc"].features`, over("soc/security"), keep},
	}
}
