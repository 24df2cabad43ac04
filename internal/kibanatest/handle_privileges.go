package kibanatest

// privilegeList is the answer. It holds lists of ids, or actions by id.
type privilegeList[Base, Feature, Reserved any] struct {
	Global   Base               `json:"global"`
	Space    Base               `json:"space"`
	Features map[string]Feature `json:"features"`
	Reserved Reserved           `json:"reserved"`
}

type actionsByID map[string][]string

// getPrivileges answers GET /api/security/privileges with the ids of all privileges.
// With includeActions it also returns their actions. Without a gold licence it leaves
// out sub-feature privileges, unless respectLicenseLevel is false. The route needs no
// rights.
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
	return c.profile.privilegeIDs(withSub), nil
}

// privilegeIDs returns the answer without actions.
func (p Profile) privilegeIDs(withSub bool) any {
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

// privilegeActions returns the answer with actions.
func (p Profile) privilegeActions(withSub bool) any {
	list := privilegeList[actionsByID, actionsByID, actionsByID]{
		Global:   actionsByID{},
		Space:    actionsByID{},
		Features: make(map[string]actionsByID),
		Reserved: actionsByID{},
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
		list.Features[f.ID] = actionsByID{}
		for _, id := range ids {
			list.Features[f.ID][id] = p.actions(f, id)
		}
	}
	for _, id := range p.Reserved {
		list.Reserved[id] = []string{"login:"}
	}
	return list
}
