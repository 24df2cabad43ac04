package kibanatest

// getPrivileges is GET /api/security/privileges, for any user: the ids of all
// privileges, and with includeActions what each allows. Sub-feature privileges
// are left out below a gold licence unless respectLicenseLevel is false.
func (c *call) getPrivileges() (any, *apiError) {
	flag := unionSchema{literalSchema("true"), literalSchema("false")}
	query, bad := c.validate(nil,
		field{name: "includeActions", schema: flag},
		field{name: "respectLicenseLevel", schema: flag})
	if bad != nil {
		return nil, bad
	}
	if bad := c.checkLicense(); bad != nil {
		return nil, bad
	}
	withSub := c.profile.allowsSubFeatures() || query.values["respectLicenseLevel"] == "false"
	if query.values["includeActions"] == "true" {
		return c.profile.privilegeActions(withSub), nil
	}
	return c.profile.privilegeNames(withSub), nil
}

// privilegeList is the answer, with lists of ids or of actions.
type privilegeList[Base, FeatureLevels, Reserved any] struct {
	Global   Base                     `json:"global"`
	Space    Base                     `json:"space"`
	Features map[string]FeatureLevels `json:"features"`
	Reserved Reserved                 `json:"reserved"`
}

type actionsByName map[string][]string

func (p Profile) privilegeNames(withSub bool) any {
	base := []string{"all", "read"}
	list := privilegeList[[]string, []string, []string]{
		Global: base, Space: base, Features: make(map[string][]string), Reserved: p.Reserved,
	}
	for _, f := range p.Features {
		if ids := f.privilegeIDs(withSub); !f.Hidden && len(ids) > 0 {
			list.Features[f.ID] = ids
		}
	}
	return list
}

func (p Profile) privilegeActions(withSub bool) any {
	list := privilegeList[actionsByName, actionsByName, actionsByName]{
		Global:   actionsByName{},
		Space:    actionsByName{},
		Features: make(map[string]actionsByName),
		Reserved: actionsByName{},
	}
	for _, level := range []string{"all", "read"} {
		list.Global[level] = p.baseActions(level)
		list.Space[level] = list.Global[level]
	}
	list.Global["all"] = append([]string{"api:read_features"}, list.Global["all"]...)
	for _, f := range p.Features {
		ids := f.privilegeIDs(withSub)
		if f.Hidden || len(ids) == 0 {
			continue
		}
		list.Features[f.ID] = actionsByName{}
		for _, id := range ids {
			list.Features[f.ID][id] = p.actions(f, id)
		}
	}
	for _, id := range p.Reserved {
		list.Reserved[id] = []string{"login:"}
	}
	return list
}
