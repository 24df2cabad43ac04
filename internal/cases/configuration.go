package cases

// SpaceConfig is what a configuration grants in one space.
type SpaceConfig struct {
	// Base is "all" or "read" for a base privilege, which stands alone.
	Base Value[string]
	// Cases is the access to the cases of each solution. A solution that is left
	// out is absent.
	Cases map[Solution]Value[SolutionAccess]
	// Connectors is the level of Actions and Connectors. What it means to leave it
	// out is said in [Spaces.withImpliedConnectors].
	Connectors Value[Connectors]
	// Features holds the privilege ids on other features, as Kibana stores them, by
	// feature id. A list of ids is unknown where any of it is.
	Features Value[map[string]Value[[]string]]
}

// Spaces is what a configuration grants, by space id or [roles.AllSpaces].
type Spaces map[string]SpaceConfig

// UnknownSpace returns a space of which nothing is known yet.
func UnknownSpace() SpaceConfig {
	s := SpaceConfig{Base: Unknown[string](), Connectors: Unknown[Connectors](), Features: Unknown[map[string]Value[[]string]]()}
	s.Cases = map[Solution]Value[SolutionAccess]{}
	for _, solution := range Solutions() {
		s.Cases[solution] = Unknown[SolutionAccess]()
	}
	return s
}

// Complete reports whether everything in the space is known. Rules that conclude
// from what is absent apply to complete spaces only.
func (s SpaceConfig) Complete() bool {
	if s.Base.IsUnknown() || s.Connectors.IsUnknown() || s.Features.IsUnknown() {
		return false
	}
	for _, ids := range s.Features.Get() {
		if ids.IsUnknown() {
			return false
		}
	}
	for _, access := range s.Cases {
		if access.IsUnknown() || !access.Get().complete() {
			return false
		}
	}
	return true
}

// Complete reports whether everything in all spaces is known.
func (spaces Spaces) Complete() bool {
	for _, s := range spaces {
		if !s.Complete() {
			return false
		}
	}
	return true
}

// ids returns the known privilege ids on other features. A feature whose ids are
// not known, or that has none, is there without ids.
func (s SpaceConfig) ids() map[string][]string {
	features := s.Features.Get()
	if len(features) == 0 {
		return nil
	}
	ids := make(map[string][]string, len(features))
	for feature, list := range features {
		ids[feature] = list.Get()
	}
	return ids
}

// setIDs sets the privilege ids on other features.
func (s *SpaceConfig) setIDs(ids map[string][]string) {
	if len(ids) == 0 {
		s.Features = Value[map[string]Value[[]string]]{}
		return
	}
	features := make(map[string]Value[[]string], len(ids))
	for feature, list := range ids {
		features[feature] = Known(list)
	}
	s.Features = Known(features)
}

// names reports whether the access to a solution's cases is set by its attribute.
func (s SpaceConfig) names(solution Solution) bool { return s.Cases[solution].IsKnown() }

// namesAny reports whether an attribute for solutions or connectors is set.
func (s SpaceConfig) namesAny() bool {
	for _, access := range s.Cases {
		if access.IsKnown() {
			return true
		}
	}
	return s.Connectors.IsKnown()
}

// full reports whether any solution has full access in the space.
func (s SpaceConfig) full() bool {
	for _, access := range s.Cases {
		if access.Get().Access.Get() == Full {
			return true
		}
	}
	return false
}

// setSolution sets the access to a solution's cases.
func (s *SpaceConfig) setSolution(solution Solution, access SolutionAccess) {
	if s.Cases == nil {
		s.Cases = map[Solution]Value[SolutionAccess]{}
	}
	s.Cases[solution] = Known(access)
}
