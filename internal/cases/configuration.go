package cases

import "github.com/kibana-cases/terraform-provider-cases/internal/roles"

// SpaceConfig is the configuration of a role in one space.
type SpaceConfig struct {
	// Base is the base privilege, "all" or "read". No other field may be set with
	// it.
	Base Value[string]
	// Cases holds the access to each solution's cases. A solution without access has
	// no key.
	Cases map[Solution]Value[SolutionAccess]
	// Connectors is the level of "Actions and Connectors". If it is null, the level
	// is ConnectorsAll with full access and ConnectorsNone otherwise; see
	// [SpaceConfig.withImpliedConnectors].
	Connectors Value[Connectors]
	// Features holds raw feature privileges: privilege ids by feature id, as Kibana
	// stores them. A list is unknown if any of its ids is.
	Features Value[map[string]Value[[]string]]
}

// Spaces is the configuration of a role, by space id or [roles.AllSpaces].
type Spaces map[string]SpaceConfig

// UnknownSpace returns the configuration of a space in which every value is
// unknown.
func UnknownSpace() SpaceConfig {
	config := SpaceConfig{Base: Unknown[string](), Connectors: Unknown[Connectors](), Features: Unknown[map[string]Value[[]string]]()}
	config.Cases = map[Solution]Value[SolutionAccess]{}
	for _, solution := range Solutions() {
		config.Cases[solution] = Unknown[SolutionAccess]()
	}
	return config
}

// Complete reports whether no value in the space is unknown. Rules that draw
// conclusions from absent values apply to complete spaces only.
func (config SpaceConfig) Complete() bool {
	if config.Base.IsUnknown() || config.Connectors.IsUnknown() || config.Features.IsUnknown() {
		return false
	}
	for _, ids := range config.Features.Get() {
		if ids.IsUnknown() {
			return false
		}
	}
	for _, access := range config.Cases {
		if access.IsUnknown() || !access.Get().complete() {
			return false
		}
	}
	return true
}

// Complete reports whether no value in any space is unknown.
func (spaces Spaces) Complete() bool {
	for _, space := range spaces {
		if !space.Complete() {
			return false
		}
	}
	return true
}

// rawFeatures returns the raw feature privileges. A feature whose ids are unknown
// or empty has a key without ids.
func (config SpaceConfig) rawFeatures() map[string][]string {
	features := config.Features.Get()
	if len(features) == 0 {
		return nil
	}
	raw := make(map[string][]string, len(features))
	for feature, ids := range features {
		raw[feature] = ids.Get()
	}
	return raw
}

// setRawFeatures sets the raw feature privileges.
func (config *SpaceConfig) setRawFeatures(raw map[string][]string) {
	if len(raw) == 0 {
		config.Features = Value[map[string]Value[[]string]]{}
		return
	}
	features := make(map[string]Value[[]string], len(raw))
	for feature, ids := range raw {
		features[feature] = Known(ids)
	}
	config.Features = Known(features)
}

// setAccess sets the access to a solution's cases.
func (config *SpaceConfig) setAccess(solution Solution, access SolutionAccess) {
	if config.Cases == nil {
		config.Cases = map[Solution]Value[SolutionAccess]{}
	}
	config.Cases[solution] = Known(access)
}

// setsAccess reports whether the attribute of a solution is set.
func (config SpaceConfig) setsAccess(solution Solution) bool {
	return config.Cases[solution].IsKnown()
}

// setsSolutionOrConnectors reports whether the attribute of any solution, or
// connectors, is set.
func (config SpaceConfig) setsSolutionOrConnectors() bool {
	for _, access := range config.Cases {
		if access.IsKnown() {
			return true
		}
	}
	return config.Connectors.IsKnown()
}

// setsOnlyEmptyFeatures reports whether the raw feature privileges are all that is set, and
// hold no privilege id.
func (config SpaceConfig) setsOnlyEmptyFeatures() bool {
	return config.Features.IsKnown() && !config.setsSolutionOrConnectors() && !roles.HasIDs(config.rawFeatures()) && config.Complete()
}

// hasFullAccess reports whether any solution has full access.
func (config SpaceConfig) hasFullAccess() bool {
	for _, access := range config.Cases {
		if access.Get().Access.Get() == Full {
			return true
		}
	}
	return false
}
