package cases

// Access is a documented level of access to the cases of one solution.
type Access string

// The access levels. Full and Assignee store the same cases privileges; Full
// comes with Connectors All beside them.
const (
	Full     Access = "full"
	Assignee Access = "assignee"
	View     Access = "view"
	None     Access = "none"
)

// AccessLevels returns the levels, most first.
func AccessLevels() []Access { return []Access{Full, Assignee, View, None} }

// worksCases reports whether the level lets people create and change cases. A
// sub-feature that is left out is granted then.
func (a Access) worksCases() bool { return a == Full || a == Assignee }

// SolutionAccess is the configured access to the cases of one solution in one
// space.
type SolutionAccess struct {
	Access Value[Access]
	// SubFeatures grants or withholds single sub-features. What is left out or
	// null follows the access level.
	SubFeatures map[SubFeature]Value[bool]
}

// includes reports whether a sub-feature is granted.
func (a SolutionAccess) includes(s SubFeature) bool {
	if granted := a.SubFeatures[s]; granted.IsKnown() {
		return granted.Get()
	}
	return a.Access.Get().worksCases()
}

// customised reports whether any sub-feature is granted or withheld.
func (a SolutionAccess) customised() bool {
	for _, granted := range a.SubFeatures {
		if granted.IsKnown() {
			return true
		}
	}
	return false
}

// complete reports whether everything is known.
func (a SolutionAccess) complete() bool {
	for _, granted := range a.SubFeatures {
		if granted.IsUnknown() {
			return false
		}
	}
	return !a.Access.IsUnknown()
}
