package cases

import "testing"

// TestRuleOverlap: what all spaces grant holds in a named space too, so that
// asking for less there gets a warning, and revoking is refused.
func TestRuleOverlap(t *testing.T) {
	t.Parallel()
	grant := func(access Access, subs choice) SpaceConfig {
		return SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(access), SubFeatures: choose(subs)}))}
	}
	raw := func(feature string, ids ...string) SpaceConfig {
		return SpaceConfig{Features: idsOf(featureIDs{feature: ids})}
	}
	base := func(b string) SpaceConfig { return SpaceConfig{Base: Known(b)} }
	connectors := func(c Connectors) SpaceConfig { return SpaceConfig{Connectors: Known(c)} }
	const revoke = "Access cannot be revoked in one space"
	warns := func(at string) []string {
		key := map[string]string{"base": "soc", "security": "soc/security", "features": "soc/security", "connectors": "soc/connectors"}[at]
		return []string{`warning at spaces["soc"].` + at + ": Privileges of all spaces hold in " + key + " too"}
	}
	refuses := func(at string) []string { return []string{`error at spaces["soc"].` + at + ": " + revoke} }
	type pair struct{ star, soc SpaceConfig }
	for name, test := range map[string]struct {
		pair
		want []string
		says string
	}{
		"the same":                    {pair{grant(Assignee, nil), grant(Assignee, nil)}, nil, ""},
		"more":                        {pair{grant(View, nil), grant(Assignee, nil)}, nil, ""},
		"less":                        {pair{grant(Assignee, nil), grant(View, nil)}, warns("security"), `people keep here what they have in all spaces`},
		"less than full":              {pair{grant(Full, nil), grant(View, nil)}, warns("security"), ""},
		"assignee under full":         {pair{grant(Full, nil), grant(Assignee, nil)}, nil, ""},
		"none under view":             {pair{grant(View, nil), grant(None, nil)}, refuses("security"), `take the access out of spaces["*"]`},
		"none under full":             {pair{grant(Full, nil), grant(None, nil)}, refuses("security"), "grant it space by space"},
		"none under none":             {pair{grant(None, nil), grant(None, nil)}, nil, ""},
		"view under none":             {pair{grant(None, nil), grant(View, nil)}, nil, ""},
		"nothing under full":          {pair{grant(Full, nil), connectors("all")}, nil, ""},
		"a sub-feature withheld":      {pair{grant(Assignee, nil), grant(Assignee, choice{"delete_cases": false})}, warns("security"), ""},
		"the same one withheld":       {pair{grant(Assignee, choice{"delete_cases": false}), grant(Assignee, choice{"delete_cases": false})}, nil, ""},
		"a sub-feature more":          {pair{grant(Assignee, choice{"delete_cases": false}), grant(Assignee, nil)}, nil, ""},
		"viewers without their extra": {pair{grant(View, choice{"add_comments": true}), grant(View, nil)}, warns("security"), ""},
		"none under viewers' extra":   {pair{grant(View, choice{"add_comments": true}), grant(None, nil)}, refuses("security"), ""},
		"another solution":            {pair{grant(Full, nil), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})}}, nil, ""},
		"none under base all":         {pair{base("all"), grant(None, nil)}, refuses("security"), ""},
		"none under base read":        {pair{base("read"), grant(None, nil)}, refuses("security"), ""},
		"view under base all":         {pair{base("all"), grant(View, nil)}, warns("security"), ""},
		"view under base read":        {pair{base("read"), grant(View, nil)}, nil, ""},
		"full under base all":         {pair{base("all"), grant(Full, nil)}, nil, ""},
		"base read under base all":    {pair{base("all"), base("read")}, warns("base"), `base = "read"`},
		"base all under base read":    {pair{base("read"), base("all")}, nil, ""},
		"base read under base read":   {pair{base("read"), base("read")}, nil, ""},
		"base read under assignee":    {pair{grant(Assignee, nil), base("read")}, warns("base"), ""},
		"base read under view":        {pair{grant(View, nil), base("read")}, nil, ""},
		"base read under connectors":  {pair{connectors("all"), base("read")}, warns("base"), ""},
		"base read, read connectors":  {pair{connectors("read"), base("read")}, nil, ""},
		"raw under full":              {pair{grant(Assignee, nil), raw("securitySolutionCasesV3", "read")}, warns("features"), ""},
		"raw all under full":          {pair{grant(Assignee, nil), raw("securitySolutionCasesV3", "all")}, nil, ""},
		"raw sub ids only add":        {pair{grant(View, nil), raw("securitySolutionCasesV3", "case_reopen")}, nil, ""},
		"so do unknown ones":          {pair{grant(Assignee, nil), raw("securitySolutionCasesV3", "cases_archive")}, nil, ""},
		"none under raw all":          {pair{raw("securitySolutionCases", "all"), grant(None, nil)}, refuses("security"), ""},
		"none under a raw sub id":     {pair{raw("securitySolutionCasesV3", "case_reopen"), grant(None, nil)}, refuses("security"), ""},
		"view under raw minimal_all":  {pair{raw("securitySolutionCasesV3", "minimal_all"), grant(View, nil)}, warns("security"), ""},
		"view under raw read":         {pair{raw("securitySolutionCasesV3", "read"), grant(View, nil)}, nil, ""},
		"none under raw of another":   {pair{raw("generalCasesV3", "all"), grant(None, nil)}, nil, ""},
		"no connectors under read":    {pair{connectors("read"), connectors("none")}, refuses("connectors"), `connectors = "read" in spaces["*"]`},
		"no connectors under all":     {pair{connectors("all"), connectors("none")}, refuses("connectors"), ""},
		"no connectors under none":    {pair{connectors("none"), connectors("none")}, nil, ""},
		"no connectors under full":    {pair{grant(Full, nil), connectors("none")}, refuses("connectors"), ""},
		"no connectors under base":    {pair{base("read"), connectors("none")}, refuses("connectors"), ""},
		"no connectors under raw":     {pair{raw("actions", "read"), connectors("none")}, refuses("connectors"), ""},
		"read connectors under all":   {pair{connectors("all"), connectors("read")}, warns("connectors"), ""},
		"read connectors under base":  {pair{base("all"), connectors("read")}, warns("connectors"), ""},
		"read connectors under read":  {pair{connectors("read"), connectors("read")}, nil, ""},
		"all connectors under read":   {pair{connectors("read"), connectors("all")}, nil, ""},
		"named access not known yet":  {pair{grant(Full, nil), SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Unknown[Access]()}))}}, nil, ""},
		"none, all spaces not known":  {pair{SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Unknown[Access]()}))}, grant(None, nil)}, nil, ""},
		"none, nothing known":         {pair{UnknownSpace(), grant(None, nil)}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckSpaces(Spaces{"*": test.star, "soc": test.soc}), test.want, []string{test.says}[:min(1, len(test.want))])
		})
	}
}

// TestRuleOverlapOfNamedSpaces: named spaces have nothing to do with each other.
func TestRuleOverlapOfNamedSpaces(t *testing.T) {
	t.Parallel()
	expectFindings(t, CheckSpaces(Spaces{
		"a": {Base: Known("all")}, "b": {Cases: casesOf(security(SolutionAccess{Access: Known(None)})), Connectors: Known[Connectors]("none")}, "c": {Cases: casesOf(security(SolutionAccess{Access: Known(Full)}))},
	}), nil, nil)
}
