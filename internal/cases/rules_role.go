package cases

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

const (
	// maxRoleName is the maximum length of a role name in characters, from
	// Elasticsearch's documentation of roles.
	maxRoleName = 507
	// maxDescription is the maximum length of a description in UTF-16 code units.
	// Elasticsearch enforces it. Kibana's own limit is larger.
	maxDescription = 1000
)

// printableASCII matches the characters that Elasticsearch allows in role names.
// CheckName also refuses commas: Elasticsearch reads a name with a comma as a list
// of names.
var printableASCII = regexp.MustCompile(`^[\x20-\x7e]*$`)

// builtInRoles lists the names of Elasticsearch's built-in roles, from the page
// "Built-in roles" of the Elasticsearch reference. The provider also treats a role as
// built-in if the server marks it (see [roles.Role.BuiltIn]).
var builtInRoles = []string{
	"apm_system", "apm_user", "beats_admin", "beats_system", "data_frame_transforms_admin", "data_frame_transforms_user",
	"editor", "enrich_user", "inference_admin", "inference_user", "ingest_admin", "kibana_admin", "kibana_dashboard_only_user",
	"kibana_system", "kibana_user", "logstash_admin", "logstash_system", "machine_learning_admin", "machine_learning_user",
	"monitoring_user", "remote_monitoring_agent", "remote_monitoring_collector", "reporting_user", "rollup_admin", "rollup_user",
	"snapshot_user", "superuser", "transform_admin", "transform_user", "transport_client", "viewer", "watcher_admin", "watcher_user",
}

// CheckName returns the errors in a role name. Attribute is the path of the errors.
func CheckName(attribute Attribute, name string) []Finding {
	var f findings
	at := Path{attribute}
	switch {
	case name == "":
		f.errorf(at, "Invalid role name", "A role needs a name of 1 to %d characters.", maxRoleName)
	case !printableASCII.MatchString(name):
		f.errorf(at, "Invalid role name", "%q has characters that a role name cannot have. Use letters, digits, spaces and punctuation of ASCII.", name)
	case len(name) > maxRoleName:
		f.errorf(at, "Invalid role name", "The name has %d characters, and a role name can have %d at most.", len(name), maxRoleName)
	case strings.TrimSpace(name) != name:
		f.errorf(at, "Invalid role name", "%q begins or ends with a space. Remove it.", name)
	case name == "." || name == "..":
		f.errorf(at, "Invalid role name", "%q has a special meaning in the path of a URL, so no request can address the role. Use another name.", name)
	case strings.Contains(name, ","):
		f.errorf(at, "Invalid role name", `%q contains a comma, which Elasticsearch takes for the end of one name and the start of another. Use "-" or "_".`, name)
	}
	return f
}

// CheckDescription returns the errors in a role's description.
func CheckDescription(description string) []Finding {
	var f findings
	if n := len(utf16.Encode([]rune(description))); n > maxDescription {
		f.errorf(Path{Attribute("description")}, "Description is too long",
			"The description has %d characters, and Elasticsearch accepts at most %d.", n, maxDescription)
	}
	return f
}

// CheckMetadata returns the errors and warnings about a role's metadata, which is
// JSON text.
func CheckMetadata(metadata string) []Finding {
	var f findings
	at := Path{Attribute("metadata")}
	var keys map[string]json.RawMessage
	if json.Unmarshal([]byte(metadata), &keys) != nil || keys == nil {
		f.errorf(at, "Metadata is not a JSON object", `Write an object, for instance metadata = jsonencode({ team = "secops" }).`)
		return f
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if strings.HasPrefix(key, "_") {
			f.errorf(at, "Reserved metadata key", `%q begins with "_", which Elasticsearch keeps for itself. Use another key.`, key)
		}
	}
	checkNumbers(&f, at, metadata)
	return f
}

// CheckBuiltInRole returns an error if name is the name of a built-in role. At is the
// path of the error.
func CheckBuiltInRole(at Attribute, name string) []Finding {
	var f findings
	if slices.Contains(builtInRoles, name) {
		f.errorf(Path{at}, "Reserved role", "%s", ExplainBuiltInRole(name))
	}
	return f
}

// ExplainBuiltInRole returns the explanation for users why a built-in role cannot be
// managed, and the alternative.
func ExplainBuiltInRole(name string) string {
	return "The role " + name + " is built into Elasticsearch, which refuses every change to it. " +
		"Choose another name, and grant what the built-in role lacks: privileges of several roles add up."
}
