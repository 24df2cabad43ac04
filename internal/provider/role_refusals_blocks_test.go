package provider_test

import (
	"strings"
)

// block is a block of a configuration, with a line for each of its parts.
func block(name string, parts ...string) string {
	return name + " {\n" + strings.Join(parts, "\n") + "\n}"
}

func elasticsearch(parts ...string) string { return block("elasticsearch", parts...) }

// indices is a role with privileges on indices, and more about them.
func indices(more ...string) string {
	return elasticsearch(block("indices", append([]string{`names = ["logs"]`, `privileges = ["read"]`}, more...)...))
}

func remoteIndices(more ...string) string {
	return elasticsearch(block("remote_indices", append([]string{`clusters = ["eu"]`, `names = ["logs"]`, `privileges = ["read"]`}, more...)...))
}

func fieldSecurity(parts ...string) string { return block("field_security", parts...) }

// refusedElasticsearch are blocks that Elasticsearch would refuse, or that would
// grant more than was meant.
func refusedElasticsearch() map[string]refusal {
	const (
		query, noGrant, notGranted = "Query is not a JSON object", "Field security without grant", "Exception was not granted"
		jsonencode                 = "query = jsonencode({ match_all = {} })"
		fromAllFields              = `Write grant = ["*"] to except from all fields`
		at                         = "elasticsearch.indices[0]."
		remote                     = "elasticsearch.remote_indices[0]."
	)
	return map[string]refusal{
		"query_not_json":     {indices(`query = "team:soc"`), at + "query", query, jsonencode},
		"query_empty":        {indices(`query = ""`), at + "query", query, jsonencode},
		"query_a_list":       {indices(`query = jsonencode([{ match_all = {} }])`), at + "query", query, jsonencode},
		"query_cut_off":      {indices(`query = "{\"match_all\":{}"`), at + "query", query, jsonencode},
		"query_remote":       {remoteIndices(`query = "team:soc"`), remote + "query", query, jsonencode},
		"except_alone":       {indices(fieldSecurity(`except = ["user.email"]`)), at + "field_security", noGrant, fromAllFields},
		"except_from_none":   {indices(fieldSecurity(`grant = []`, `except = ["user.email"]`)), at + "field_security", noGrant, fromAllFields},
		"except_not_granted": {indices(fieldSecurity(`grant = ["user.*"]`, `except = ["host.name"]`)), at + "field_security.except", notGranted, `"host.name" is not within grant`},
		"except_wider":       {indices(fieldSecurity(`grant = ["user.name"]`, `except = ["user.*"]`)), at + "field_security.except", notGranted, "Remove it, or add it to grant"},
		"except_remote":      {remoteIndices(fieldSecurity(`grant = ["user.*"]`, `except = ["host.name"]`)), remote + "field_security.except", notGranted, "Remove it, or add it to grant"},
		// Elasticsearch refuses field security that says nothing.
		"field_security_empty": {indices(fieldSecurity()), at + "field_security", noGrant, `Write grant`},

		"indices_of_no_name":      {elasticsearch(block("indices", `names = []`, `privileges = ["read"]`)), at + "names", "Empty list", "Write at least one index name or pattern, or remove the block"},
		"indices_of_no_privilege": {elasticsearch(block("indices", `names = ["logs"]`, `privileges = []`)), at + "privileges", "Empty list", "Write at least one privilege, or remove the block"},
		"remote_of_no_cluster":    {elasticsearch(block("remote_cluster", `clusters = []`, `privileges = ["monitor_enrich"]`)), "elasticsearch.remote_cluster[0].clusters", "Empty list", "Write at least one remote cluster, or remove the block"},
		"cluster_of_empty_text":   {elasticsearch(`cluster = ["monitor", ""]`), "elasticsearch.cluster", "Empty element", "Remove it"},
		"run_as_empty_text":       {elasticsearch(`run_as = [""]`), "elasticsearch.run_as", "Empty element", "Remove it"},
	}
}

// refusedByTerraform are refused without the provider's help: names that blocks
// do not have, and values that are missing.
func refusedByTerraform() map[string]refusal {
	const summary = "Unsupported argument"
	return map[string]refusal{
		"misspelt_in_role":           {`descriptions = "Tier 1"`, "descriptions", summary, `Did you mean "description"?`},
		"misspelt_in_elasticsearch":  {elasticsearch(`cluser = ["monitor"]`), "cluser", summary, `Did you mean "cluster"?`},
		"misspelt_in_indices":        {indices(`querry = jsonencode({ match_all = {} })`), "querry", summary, `Did you mean "query"?`},
		"misspelt_in_remote":         {remoteIndices(`querry = jsonencode({ match_all = {} })`), "querry", summary, `Did you mean "query"?`},
		"misspelt_in_field_security": {indices(fieldSecurity(`grant = ["*"]`, `excepts = ["user.email"]`)), "excepts", summary, `Did you mean "except"?`},
		"misspelt_block":             {indices(block("field_securty", `grant = ["*"]`)), "field_securty", "Unsupported block type", `Did you mean "field_security"?`},
		"elasticsearch_as_attribute": {`elasticsearch = { cluster = ["monitor"] }`, "elasticsearch", summary, `Did you mean to define a block of type "elasticsearch"?`},
		"access_misspelt_name":       {`spaces = { soc = { security = { acces = "full" } } }`, "spaces", "Incorrect attribute value type", `element "soc": attribute "security": attribute "access" is required`},
		"access_null":                {`spaces = { soc = { security = { access = null } } }`, `spaces["soc"].security.access`, "Missing Configuration for Required Attribute", "required"},
		"computed_set":               {`capabilities = {}`, "capabilities", "Invalid Configuration for Read-Only Attribute", "read-only"},
	}
}
