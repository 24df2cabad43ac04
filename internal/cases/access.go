package cases

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

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

// worksCases reports whether the level lets people create and change cases, in
// which case sub-features that are left out are granted.
func (a Access) worksCases() bool { return a == Full || a == Assignee }

// Connectors is a level of Kibana's "Actions and Connectors" feature.
type Connectors string

// The connector levels. ConnectorsUnset means that a configuration does not
// say: then Full grants ConnectorsAll, and anything else nothing.
const (
	ConnectorsUnset Connectors = ""
	ConnectorsNone  Connectors = "none"
	ConnectorsRead  Connectors = "read"
	ConnectorsAll   Connectors = "all"
)

// ConnectorLevels returns the levels that can be written, least first.
func ConnectorLevels() []Connectors {
	return []Connectors{ConnectorsNone, ConnectorsRead, ConnectorsAll}
}

// Grant is the access to the cases of one solution in one space, in words.
type SolutionAccess struct {
	// Access is empty while AccessUnknown is set.
	Access Access
	// AccessUnknown says that the level is missing, or not known yet. No text
	// says so: every text can stand in a configuration.
	AccessUnknown bool
	// SubFeatures grants or withholds single sub-features. What it leaves out
	// follows the access level.
	SubFeatures map[SubFeature]bool
	// Undecided holds sub-features that are mentioned without a value: null, or
	// not known yet.
	Undecided []SubFeature
}

// wants reports whether the grant includes a sub-feature.
func (g SolutionAccess) includes(s SubFeature) bool {
	if granted, explicit := g.SubFeatures[s]; explicit {
		return granted
	}
	return g.Access.worksCases()
}

// Space is everything that a role grants in one space, in words.
type SpaceConfig struct {
	// Base is "all" or "read" for a base privilege, which stands alone.
	Base string
	// Cases holds the access to the cases of each solution that is mentioned.
	Cases      map[Solution]SolutionAccess
	Connectors Connectors
	// Features holds other features' privileges by id, as Kibana stores them.
	Features map[string][]string
	// Blank names attributes that are set to an empty text, which is neither a
	// value nor the absence of one.
	Blank []Attribute
	// Partial says that something in the space is not known yet. Rules that
	// conclude from what is absent do not apply to it.
	Partial bool
}

// Spaces holds what a role grants by space id, or by [AllSpaces].
type Spaces map[string]SpaceConfig

// full reports whether any solution has full access in the space.
func (s SpaceConfig) full() bool {
	for _, g := range s.Cases {
		if g.Access == Full {
			return true
		}
	}
	return false
}

// connectors is the connector level that the words for a space grant there by
// themselves, given whether all spaces have Connectors All already.
func (s SpaceConfig) connectors(everywhere bool) Connectors {
	switch {
	case s.Connectors != ConnectorsUnset:
		return s.Connectors
	case s.full() && !everywhere:
		return ConnectorsAll
	}
	return ConnectorsNone
}

// connectorsGranted is the connector level that a space has by itself, in
// whatever way it is written.
func (s SpaceConfig) connectorsGranted() Connectors {
	raw := s.Features[ConnectorsFeature]
	holds := func(id string) bool { return slices.Contains(raw, id) }
	switch {
	case s.Base == roles.BaseAll, holds(privilegeAll):
		return ConnectorsAll
	case s.Base == roles.BaseRead, holds(privilegeRead), holds(privilegeMinimalRead), holds(privilegeMinimalAll):
		return ConnectorsRead
	}
	return s.connectors(false)
}

// connectorsEverywhere reports whether the entry for all spaces grants
// Connectors All.
func (s Spaces) connectorsEverywhere() bool {
	return s[roles.AllSpaces].connectorsGranted() == ConnectorsAll
}
