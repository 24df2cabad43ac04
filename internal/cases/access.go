package cases

// Access is a level of access to the cases of one solution, as Elastic documents
// it in "Control access to cases" (elastic.co/docs/explore-analyze/cases).
type Access string

// The access levels. Full and Assignee store the same privileges on cases; Full
// also stores Connectors All.
const (
	Full     Access = "full"
	Assignee Access = "assignee"
	View     Access = "view"
	None     Access = "none"
)

// SolutionAccess is the configured access to the cases of one solution in one
// space.
type SolutionAccess struct {
	Access Value[Access]
	// SubFeatures grants (true) or withholds (false) single sub-features. A
	// sub-feature that is absent or null follows the access level.
	SubFeatures map[SubFeature]Value[bool]
}

// AccessLevels returns all levels, from most to least access.
func AccessLevels() []Access { return []Access{Full, Assignee, View, None} }

// editsCases reports whether the level lets people create and change cases.
func (a Access) editsCases() bool { return a == Full || a == Assignee }

// grantsSubFeature reports whether the access grants a sub-feature, explicitly or
// through its level. It is for rules that need no server: a Kibana may differ (see
// [Catalogue.encodeAccess]).
func (a SolutionAccess) grantsSubFeature(s SubFeature) bool {
	if granted := a.SubFeatures[s]; granted.IsKnown() {
		return granted.Get()
	}
	return a.Access.Get().editsCases()
}

// setsSubFeatures reports whether any sub-feature is explicitly granted or
// withheld.
func (a SolutionAccess) setsSubFeatures() bool {
	for _, granted := range a.SubFeatures {
		if granted.IsKnown() {
			return true
		}
	}
	return false
}

// complete reports whether no value is unknown.
func (a SolutionAccess) complete() bool {
	for _, granted := range a.SubFeatures {
		if granted.IsUnknown() {
			return false
		}
	}
	return !a.Access.IsUnknown()
}
