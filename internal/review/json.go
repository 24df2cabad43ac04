package review

import (
	"encoding/json"
	"io"
)

// JSON writes the review as JSON, as schema.json describes it. A list without elements is [], never null, so that a policy
// can iterate over it without a check.
func JSON(w io.Writer, r Review) error {
	r.Roles = withLists(r.Roles)
	r.Outside = withLists(r.Outside)
	r.Notes = notNil(r.Notes)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// withLists returns a copy of roles in which no slice is nil.
func withLists(all []Role) []Role {
	copied := make([]Role, 0, len(all))
	for _, role := range all {
		resources := make([]Resource, 0, len(role.Resources))
		for _, r := range role.Resources {
			r.Actions = notNil(r.Actions)
			resources = append(resources, r)
		}
		access := make([]Access, 0, len(role.Access))
		for _, a := range role.Access {
			a.Before, a.After, a.Gains, a.Loses, a.Widens = notNil(a.Before), notNil(a.After), notNil(a.Gains), notNil(a.Loses), notNil(a.Widens)
			access = append(access, a)
		}
		role.Resources, role.Access = resources, access
		role.WaysAround, role.Notes = notNil(role.WaysAround), notNil(role.Notes)
		copied = append(copied, role)
	}
	return copied
}

// notNil returns the values, or an empty list in place of nil.
func notNil[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}
