package cases

import (
	"cmp"
	"slices"
)

// Capability is an action on cases or connectors that a role allows.
type Capability string

// The capabilities, in the order in which they are always listed.
const (
	ReadCases        Capability = "read_cases"
	CreateCases      Capability = "create_cases"
	UpdateCases      Capability = "update_cases"
	DeleteCases      Capability = "delete_cases"
	EditSettings     Capability = "edit_settings"
	AddComments      Capability = "add_comments"
	ManageTemplates  Capability = "manage_templates"
	ReopenCases      Capability = "reopen_cases"
	AssignUsers      Capability = "assign_users"
	PushCases        Capability = "push_cases"
	UseConnectors    Capability = "use_connectors"
	ManageConnectors Capability = "manage_connectors"
)

// allCapabilities lists the capabilities in their order.
var allCapabilities = []Capability{
	ReadCases, CreateCases, UpdateCases, DeleteCases, EditSettings, AddComments, ManageTemplates, ReopenCases, AssignUsers,
	PushCases, UseConnectors, ManageConnectors,
}

// CompareCapabilities orders capabilities as every list of them does. Names that the
// provider does not know come last.
func CompareCapabilities(a, b Capability) int {
	rank := func(c Capability) int {
		if at := slices.Index(allCapabilities, c); at >= 0 {
			return at
		}
		return len(allCapabilities)
	}
	return cmp.Or(rank(a)-rank(b), cmp.Compare(a, b))
}

// caseCapabilities returns the capabilities that a set of operations gives, in their
// order. It includes PushCases if pushCase is granted. Pushing also needs a connector; the
// caller checks that.
func caseCapabilities(set operations, v Version) []Capability {
	reopen, assign := reopenCase, assignCase
	if !v.AtLeast(8, 17) {
		reopen = updateCase
	}
	if !v.AtLeast(8, 18) {
		assign = updateCase
	}
	var capabilities []Capability
	for _, c := range []struct {
		capability Capability
		needs      operations
	}{
		{ReadCases, getCase},
		{CreateCases, createCase},
		{UpdateCases, updateCase},
		{DeleteCases, deleteCase},
		{EditSettings, updateConfiguration},
		{AddComments, createComment},
		{ManageTemplates, manageTemplate},
		{ReopenCases, reopen},
		{AssignUsers, assign},
		{PushCases, pushCase},
	} {
		if set.has(c.needs) {
			capabilities = append(capabilities, c.capability)
		}
	}
	return capabilities
}
