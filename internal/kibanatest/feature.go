package kibanatest

// Feature is a Kibana feature: what the role form shows as one row and a role
// names as one key.
type Feature struct {
	ID   string
	Name string
	// Owner is the cases owner of a cases feature, as in "cases:<owner>/<operation>".
	Owner string
	// Category is the group of the role form.
	Category string
	// Deprecated features are still granted and listed among the privileges, but
	// absent from GET /api/features; their privileges say what replaces them.
	Deprecated bool
	// Hidden features are skipped by the checks of PUT and absent from
	// GET /api/security/privileges.
	Hidden bool

	All  Privilege
	Read Privilege
	Sub  []SubFeature
}

// SubFeature groups privileges that refine a feature.
type SubFeature struct {
	Name             string
	RequireAllSpaces bool
	Privileges       []Privilege
}

// Privilege is one privilege of a feature.
type Privilege struct {
	// ID and Name of a sub-feature privilege; All and Read leave them empty.
	ID, Name string
	// Disabled privileges exist but cannot be granted.
	Disabled bool
	// RequireAllSpaces refuses a grant in single spaces.
	RequireAllSpaces bool
	// IncludeIn folds a sub-feature privilege into the feature's "all", or into
	// its "read" too; empty for neither.
	IncludeIn string
	// Operations are the cases operations that the privilege allows by itself.
	Operations []string
	// UI are the capabilities that the privilege gives to the user interface.
	UI []string
	// ReplacedBy is what a deprecated privilege has become.
	ReplacedBy *Replacement
}

// Replacement is what stands for a deprecated privilege. A replacement without
// the two-way form has the same list twice.
type Replacement struct {
	Default []Grant
	// Minimal replaces the minimal_ variant.
	Minimal []Grant
}

// Grant names privileges of one feature.
type Grant struct {
	Feature    string
	Privileges []string
}

// PlainReplacement replaces a privilege and its minimal variant alike.
func PlainReplacement(grants ...Grant) *Replacement {
	return &Replacement{Default: grants, Minimal: grants}
}

// subPrivileges lists the sub-feature privileges that can be granted.
func (f Feature) subPrivileges() []Privilege {
	var out []Privilege
	for _, sub := range f.Sub {
		for _, p := range sub.Privileges {
			if !p.Disabled {
				out = append(out, p)
			}
		}
	}
	return out
}

// definition finds what a privilege id stands for: minimal_all is defined by
// All and minimal_read by Read.
func (f Feature) definition(id string) (Privilege, bool) {
	switch id {
	case "all", "minimal_all":
		return f.All, true
	case "read", "minimal_read":
		return f.Read, true
	}
	for _, sub := range f.Sub {
		for _, p := range sub.Privileges {
			if p.ID == id {
				return p, true
			}
		}
	}
	return Privilege{}, false
}

// privilegeIDs lists the ids that can be granted, in Kibana's order. Without
// sub-features, as below a gold licence, only the four levels remain.
func (f Feature) privilegeIDs(withSub bool) []string {
	var ids []string
	for _, prefix := range []string{"", "minimal_"} {
		if !f.All.Disabled {
			ids = append(ids, prefix+"all")
		}
		if !f.Read.Disabled {
			ids = append(ids, prefix+"read")
		}
	}
	if withSub {
		for _, p := range f.subPrivileges() {
			ids = append(ids, p.ID)
		}
	}
	return ids
}
