package kibanatest

import "iter"

// Feature is a Kibana feature: one row of the role form, and one key of the feature
// object in a role.
type Feature struct {
	ID   string
	Name string
	// Owner is the cases owner, as in "cases:<owner>/<operation>". It is empty for
	// features other than Cases.
	Owner string
	// Category is the feature's group in the role form.
	Category string
	// Deprecated features are not in GET /api/features. Roles can still have their
	// privileges, and GET /api/security/privileges lists them.
	Deprecated bool
	// Hidden features are not in GET /api/security/privileges. A PUT does not check
	// their privileges.
	Hidden bool

	All  Privilege
	Read Privilege
	Sub  []SubFeature
}

// SubFeature is a group of privileges for a part of a feature.
type SubFeature struct {
	Name             string
	RequireAllSpaces bool
	Privileges       []Privilege
}

// Privilege is a privilege of a feature.
type Privilege struct {
	// ID and Name belong to a sub-feature privilege. All and Read do not have them.
	ID, Name string
	// Disabled privileges exist, but a role cannot have them.
	Disabled bool
	// RequireAllSpaces privileges are accepted only in an entry for all spaces.
	RequireAllSpaces bool
	// IncludeIn says which privileges of the feature include a sub-feature privilege:
	// "all" means all, "read" means all and read, and "" means neither.
	IncludeIn string
	// Operations are the cases operations that the privilege allows. They do not
	// include those of sub-feature privileges.
	Operations []string
	// UI are the capabilities that the privilege gives in the user interface.
	UI []string
	// ReplacedBy holds the privileges that replace a deprecated privilege.
	ReplacedBy *Replacement
}

// Replacement holds the privileges that replace a deprecated privilege.
type Replacement struct {
	// Default replaces the privilege itself.
	Default []FeaturePrivileges
	// Minimal replaces its minimal_ variant.
	Minimal []FeaturePrivileges
}

// FeaturePrivileges are privileges of one feature.
type FeaturePrivileges struct {
	Feature    string
	Privileges []string
}

// PlainReplacement returns a replacement with the same privileges for a privilege
// and for its minimal_ variant.
func PlainReplacement(privileges ...FeaturePrivileges) *Replacement {
	return &Replacement{Default: privileges, Minimal: privileges}
}

// subPrivileges returns the sub-feature privileges that are not disabled.
func (f Feature) subPrivileges() iter.Seq[Privilege] {
	return func(yield func(Privilege) bool) {
		for _, sub := range f.Sub {
			for _, p := range sub.Privileges {
				if !p.Disabled && !yield(p) {
					return
				}
			}
		}
	}
}

// definition returns the privilege with an id. The definition of minimal_all is All,
// and that of minimal_read is Read.
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

// privilegeIDs returns the ids of the privileges that are not disabled, in Kibana's
// order. Sub-feature privileges need a gold licence: withSub includes them.
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
		for p := range f.subPrivileges() {
			ids = append(ids, p.ID)
		}
	}
	return ids
}
