package kibanatest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var spacePattern = regexp.MustCompile(`^[a-z0-9_-]+$`)

const allSpaces = "*"

// roleNameSchema validates a role's name in the path. Only PUT limits its length;
// most is 0 for the others.
func roleNameSchema(most int) schema { return stringSchema{min: 1, max: most} }

// unexpectedKey returns the message for a key that a schema does not have.
func (p Profile) unexpectedKey(key string) string {
	if p.RoleAPI < RoleAPI2 {
		return "definition for this key is missing"
	}
	return fmt.Sprintf("Additional properties are not allowed ('%s' was unexpected)", key)
}

// limit returns the array limit n, or 0 for an API without array limits.
func (p Profile) limit(n int) int {
	if p.RoleAPI < RoleAPI2 {
		return 0
	}
	return n
}

// object validates an object with the given fields.
func (p Profile) object(fields ...field) objectSchema {
	return objectSchema{fields: fields, unexpected: p.unexpectedKey}
}

// stringList validates a list of strings.
func (p Profile) stringList(least, most int) arraySchema {
	return arraySchema{item: stringSchema{}, min: least, max: p.limit(most)}
}

// roleSchema validates the body of PUT /api/security/role/{name}.
func (p Profile) roleSchema() schema {
	fields := []field{
		{name: "metadata", schema: recordSchema{key: stringSchema{}, value: anySchema{}}},
		{name: "elasticsearch", schema: p.elasticsearchSchema(), byDefault: newObject()},
		{name: "kibana", schema: p.kibanaSchema()},
	}
	if p.hasDescription() {
		fields = slices.Insert(fields, 0, field{name: "description", schema: stringSchema{max: 2048}})
	}
	return p.object(fields...)
}

func (p Profile) elasticsearchSchema() schema {
	indices := []field{
		{name: "names", schema: p.stringList(1, 100), required: true},
		{name: "privileges", schema: p.stringList(1, 100), required: true},
		{name: "field_security", schema: recordSchema{
			key:   unionSchema{literalSchema("grant"), literalSchema("except")},
			value: p.stringList(0, 1000),
		}},
		{name: "query", schema: stringSchema{}},
		{name: "allow_restricted_indices", schema: booleanSchema{}},
	}
	clusters := field{name: "clusters", schema: p.stringList(1, 100), required: true}
	fields := []field{
		{name: "cluster", schema: p.stringList(0, 100)},
	}
	if p.hasDescription() {
		fields = append(fields, field{name: "remote_cluster", schema: arraySchema{
			item: p.object(field{name: "privileges", schema: p.stringList(1, 100), required: true}, clusters),
			max:  p.limit(100),
		}})
	}
	fields = append(fields,
		field{name: "indices", schema: arraySchema{item: p.object(indices...), max: p.limit(1000)}},
		field{name: "remote_indices", schema: arraySchema{
			item: p.object(slices.Concat([]field{clusters}, indices)...),
			max:  p.limit(1000),
		}},
		field{name: "run_as", schema: p.stringList(0, 100)},
	)
	if p.hasGlobal() {
		var global []field
		for _, name := range []string{"application", "profile", "role", "data_source"} {
			global = append(global, field{name: name, schema: anySchema{}})
		}
		fields = append(fields, field{name: "global", schema: p.object(global...)})
	}
	return p.object(fields...)
}

func (p Profile) kibanaSchema() schema {
	spaceID := stringSchema{problem: func(id string) string {
		if !spacePattern.MatchString(id) {
			return "must be lower case, a-z, 0-9, '_', and '-' are allowed"
		}
		return ""
	}}
	entry := p.object(
		field{name: "spaces", byDefault: []any{allSpaces}, schema: unionSchema{
			arraySchema{item: literalSchema(allSpaces), min: 1, max: 1},
			arraySchema{item: spaceID, max: p.limit(1000)},
		}},
		field{name: "base", dependent: func(entry *object) schema {
			return arraySchema{item: basePrivilege(entry), max: p.limit(50)}
		}},
		field{name: "feature", schema: recordSchema{
			key:   stringSchema{problem: idProblem},
			value: arraySchema{item: stringSchema{problem: idProblem}, max: p.limit(100)},
		}},
	)
	entry.rule = baseOrFeature
	list := arraySchema{item: entry, rule: p.disjointSpaces}
	if p.RoleAPI >= RoleAPI3 {
		list.max = 1000
	}
	return list
}

// validID reports whether id has the form of a feature or privilege id.
func validID(id string) bool {
	return id != "" && !strings.ContainsFunc(id, func(r rune) bool {
		return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// idProblem returns the message for an id that is not valid.
func idProblem(id string) string {
	if !validID(id) {
		return "only a-z, A-Z, 0-9, '_', and '-' are allowed"
	}
	return ""
}

// basePrivilege validates a base privilege of an entry. The message depends on the
// entry's spaces.
func basePrivilege(entry *object) schema {
	scope := "space"
	if slices.Contains(spacesOf(entry), allSpaces) {
		scope = "global"
	}
	return stringSchema{problem: func(id string) string {
		if id != "all" && id != "read" {
			return fmt.Sprintf("unknown %s privilege %q, must be one of [all,read]", scope, id)
		}
		return ""
	}}
}

// baseOrFeature refuses an entry without privileges, and one with both base and
// feature privileges.
func baseOrFeature(at path, entry *object) *failure {
	base, _ := entry.values["base"].([]any)
	feature, _ := entry.values["feature"].(*object)
	count := 0 // of the feature privileges
	if feature != nil {
		for _, privileges := range feature.values {
			count += len(privileges.([]any))
		}
	}
	switch {
	case len(base) == 0 && count == 0:
		return fail(at, "either [base] or [feature] is expected, but none of them specified")
	case len(base) > 0 && feature != nil && len(feature.keys) > 0:
		return fail(at, "definition of [feature] isn't allowed when non-empty [base] is defined.")
	}
	return nil
}

// disjointSpaces refuses two entries for the same space. The message lists all spaces
// that both entries have. From [RoleAPI3] on, the message has only the first repeated
// space, and an entry must not repeat a space either.
func (p Profile) disjointSpaces(at path, entries []any) *failure {
	const reason = "more than one privilege is applied to the following spaces: [%s]"
	if p.RoleAPI >= RoleAPI3 {
		seen := make(map[string]bool)
		for _, entry := range entries {
			for _, space := range spacesOf(entry.(*object)) {
				if seen[space] {
					return fail(at, reason, space)
				}
				seen[space] = true
			}
		}
		return nil
	}
	for i, entry := range entries {
		for _, later := range entries[i+1:] {
			if both := intersection(spacesOf(entry.(*object)), spacesOf(later.(*object))); len(both) > 0 {
				return fail(at, reason, strings.Join(both, ","))
			}
		}
	}
	return nil
}

func spacesOf(entry *object) []string {
	var spaces []string
	list, _ := entry.values["spaces"].([]any)
	for _, space := range list {
		spaces = append(spaces, space.(string))
	}
	return spaces
}

func intersection(a, b []string) []string {
	var both []string
	for _, x := range a {
		if slices.Contains(b, x) && !slices.Contains(both, x) {
			both = append(both, x)
		}
	}
	return both
}
