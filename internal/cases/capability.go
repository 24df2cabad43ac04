package cases

// Capability is an action on cases or connectors that a role allows.
type Capability string

// The capabilities, in the order in which a solution's capabilities are listed.
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

// allCapabilities lists the capabilities in the order of the rows of
// [Union.Markdown].
var allCapabilities = []Capability{
	ReadCases, CreateCases, UpdateCases, AddComments, ReopenCases, AssignUsers, PushCases, DeleteCases,
	EditSettings, ManageTemplates, UseConnectors, ManageConnectors,
}

// caseCapabilities returns the capabilities that a set of operations gives. It
// includes PushCases if pushCase is granted. Pushing also needs a connector; the
// caller checks that.
func caseCapabilities(granted operation, v Version) []Capability {
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
			capabilities = append(capabilities, c.capability)
		}
	}
	return capabilities
}
