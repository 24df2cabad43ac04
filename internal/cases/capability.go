package cases

// Capability is something that a role lets people do with cases or connectors.
type Capability string

// The capabilities, in the order in which they are shown.
const (
	ReadCases        Capability = "read_cases"
	CreateCases      Capability = "create_cases"
	UpdateCases      Capability = "update_cases"
	DeleteCases      Capability = "delete_cases"
	EditSettings     Capability = "edit_settings"
	AddComments      Capability = "add_comments"
	ReopenCases      Capability = "reopen_cases"
	AssignUsers      Capability = "assign_users"
	ManageTemplates  Capability = "manage_templates"
	PushCases        Capability = "push_cases"
	UseConnectors    Capability = "use_connectors"
	ManageConnectors Capability = "manage_connectors"
)

// caseCapabilities returns what a set of operations lets people do with cases.
// push_cases is among them wherever pushCase is granted: whether a connector
// can be used is for the caller to say.
func caseCapabilities(granted operation, v Version) []Capability {
	reopen, assign := reopenCase, assignCase
	if !v.AtLeast(8, 17) {
		reopen = updateCase
	}
	if !v.AtLeast(8, 18) {
		assign = updateCase
	}
	var held []Capability
	for _, c := range []struct {
		capability Capability
		needs      operation
	}{
		{ReadCases, getCase},
		{CreateCases, createCase},
		{UpdateCases, updateCase},
		{DeleteCases, deleteCase},
		{EditSettings, updateConfiguration},
		{AddComments, createComment},
		{ReopenCases, reopen},
		{AssignUsers, assign},
		{ManageTemplates, manageTemplate},
		{PushCases, pushCase},
	} {
		if granted.has(c.needs) {
			held = append(held, c.capability)
		}
	}
	return held
}
