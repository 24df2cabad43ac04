package cases

import "testing"

// Privileges for all spaces hold in each space. Less access in one space gives a
// warning, and none gives an error.
func TestOneSpaceCannotHaveLessThanAllSpaces(t *testing.T) {
	t.Parallel()
	access := func(level Access, subs choice) SpaceConfig {
		return SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(level), SubFeatures: choose(subs)}))}
	}
	raw := func(feature string, ids ...string) SpaceConfig {
		return SpaceConfig{Features: rawOf(featureIDs{feature: ids})}
	}
	base := func(b string) SpaceConfig { return SpaceConfig{Base: Known(b)} }
	connectors := func(c Connectors) SpaceConfig { return SpaceConfig{Connectors: Known(c)} }
	const revoke = "Access cannot be revoked in one space"
	warns := func(at string) []string {
		key := map[string]string{"base": "soc", "security": "soc/security", "features": "soc/security", "connectors": "soc/connectors"}[at]
		return []string{`warning at spaces["soc"].` + at + ": Privileges of all spaces hold in " + key + " too"}
	}
	refuses := func(at string) []string { return []string{`error at spaces["soc"].` + at + ": " + revoke} }
	type pair struct{ allSpaces, soc SpaceConfig }
	for name, test := range map[string]struct {
		pair
		want   []string
		detail string
	}{
		"equal":                      {pair{access(Assignee, nil), access(Assignee, nil)}, nil, ""},
		"more":                       {pair{access(View, nil), access(Assignee, nil)}, nil, ""},
		"less":                       {pair{access(Assignee, nil), access(View, nil)}, warns("security"), `people keep here what they have in all spaces`},
		"less than full":             {pair{access(Full, nil), access(View, nil)}, warns("security"), ""},
		"assignee under full":        {pair{access(Full, nil), access(Assignee, nil)}, nil, ""},
		"none under raw":             {pair{raw("securitySolutionCasesV3", "read"), access(None, nil)}, refuses("security"), `features in spaces["*"]`},
		"none under raw minimal":     {pair{raw("securitySolutionCasesV3", "minimal_read"), access(None, nil)}, refuses("security"), `features in spaces["*"]`},
		"view under view":            {pair{access(View, nil), access(View, nil)}, nil, ""},
		"an unknown sub-feature":     {pair{access(Assignee, nil), SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(Assignee), SubFeatures: map[SubFeature]Value[bool]{"delete_cases": Unknown[bool]()}}))}}, nil, ""},
		"unknown beside granted":     {pair{access(View, choice{"add_comments": true}), SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(View), SubFeatures: map[SubFeature]Value[bool]{"add_comments": Unknown[bool]()}}))}}, nil, ""},
		"unknown in all spaces":      {pair{SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(Assignee), SubFeatures: map[SubFeature]Value[bool]{"delete_cases": Unknown[bool]()}}))}, access(Assignee, choice{"delete_cases": false})}, nil, ""},
		"no connectors, full":        {pair{access(Full, nil), connectors("none")}, refuses("connectors"), `access = "full" in spaces["*"]`},
		"no connectors, base all":    {pair{base("all"), connectors("none")}, refuses("connectors"), `base = "all" in spaces["*"]`},
		"no connectors, attribute":   {pair{connectors("read"), connectors("none")}, refuses("connectors"), `connectors = "read" in spaces["*"]`},
		"no connectors, raw":         {pair{raw("actions", "read"), connectors("none")}, refuses("connectors"), `features.actions in spaces["*"]`},
		"no connectors, raw minimal": {pair{raw("actions", "minimal_all"), connectors("none")}, refuses("connectors"), `features.actions in spaces["*"]`},
		"under the attribute":        {pair{access(View, nil), access(None, nil)}, refuses("security"), `security in spaces["*"]`},
		"none under view":            {pair{access(View, nil), access(None, nil)}, refuses("security"), `take the access out of spaces["*"]`},
		"none under full":            {pair{access(Full, nil), access(None, nil)}, refuses("security"), "grant it space by space"},
		"none under none":            {pair{access(None, nil), access(None, nil)}, nil, ""},
		"view under none":            {pair{access(None, nil), access(View, nil)}, nil, ""},
		"nothing under full":         {pair{access(Full, nil), connectors("all")}, nil, ""},
		"a sub-feature withheld":     {pair{access(Assignee, nil), access(Assignee, choice{"delete_cases": false})}, warns("security"), ""},
		"withheld in both":           {pair{access(Assignee, choice{"delete_cases": false}), access(Assignee, choice{"delete_cases": false})}, nil, ""},
		"one sub-feature more":       {pair{access(Assignee, choice{"delete_cases": false}), access(Assignee, nil)}, nil, ""},
		"view under view and more":   {pair{access(View, choice{"add_comments": true}), access(View, nil)}, warns("security"), ""},
		"none under view and more":   {pair{access(View, choice{"add_comments": true}), access(None, nil)}, refuses("security"), ""},
		"another solution":           {pair{access(Full, nil), SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})}}, nil, ""},
		"none under base all":        {pair{base("all"), access(None, nil)}, refuses("security"), `base = "all" in spaces["*"]`},
		"none under base read":       {pair{base("read"), access(None, nil)}, refuses("security"), `base = "read" in spaces["*"]`},
		"view under base all":        {pair{base("all"), access(View, nil)}, warns("security"), ""},
		"view under base read":       {pair{base("read"), access(View, nil)}, nil, ""},
		"full under base all":        {pair{base("all"), access(Full, nil)}, nil, ""},
		"base read under base all":   {pair{base("all"), base("read")}, warns("base"), `base = "read"`},
		"base all under base read":   {pair{base("read"), base("all")}, nil, ""},
		"base read under base read":  {pair{base("read"), base("read")}, nil, ""},
		"base read under assignee":   {pair{access(Assignee, nil), base("read")}, warns("base"), ""},
		"base read under view":       {pair{access(View, nil), base("read")}, nil, ""},
		"base read under connectors": {pair{connectors("all"), base("read")}, warns("base"), ""},
		"base read, read connectors": {pair{connectors("read"), base("read")}, nil, ""},
		"raw under full":             {pair{access(Assignee, nil), raw("securitySolutionCasesV3", "read")}, warns("features"), ""},
		"raw all under full":         {pair{access(Assignee, nil), raw("securitySolutionCasesV3", "all")}, nil, ""},
		"raw sub ids only add":       {pair{access(View, nil), raw("securitySolutionCasesV3", "case_reopen")}, nil, ""},
		"unknown ids only add":       {pair{access(Assignee, nil), raw("securitySolutionCasesV3", "cases_archive")}, nil, ""},
		"none under raw all":         {pair{raw("securitySolutionCases", "all"), access(None, nil)}, refuses("security"), ""},
		"none under a raw sub id":    {pair{raw("securitySolutionCasesV3", "case_reopen"), access(None, nil)}, refuses("security"), ""},
		"view under raw minimal_all": {pair{raw("securitySolutionCasesV3", "minimal_all"), access(View, nil)}, warns("security"), ""},
		"view under raw read":        {pair{raw("securitySolutionCasesV3", "read"), access(View, nil)}, nil, ""},
		"none under another raw one": {pair{raw("generalCasesV3", "all"), access(None, nil)}, nil, ""},
		"no connectors under read":   {pair{connectors("read"), connectors("none")}, refuses("connectors"), `connectors = "read" in spaces["*"]`},
		"no connectors under all":    {pair{connectors("all"), connectors("none")}, refuses("connectors"), ""},
		"no connectors under none":   {pair{connectors("none"), connectors("none")}, nil, ""},
		"no connectors under full":   {pair{access(Full, nil), connectors("none")}, refuses("connectors"), ""},
		"no connectors under base":   {pair{base("read"), connectors("none")}, refuses("connectors"), ""},
		"no connectors under raw":    {pair{raw("actions", "read"), connectors("none")}, refuses("connectors"), ""},
		"read connectors under all":  {pair{connectors("all"), connectors("read")}, warns("connectors"), ""},
		"read connectors under base": {pair{base("all"), connectors("read")}, warns("connectors"), ""},
		"read connectors under read": {pair{connectors("read"), connectors("read")}, nil, ""},
		"all connectors under read":  {pair{connectors("read"), connectors("all")}, nil, ""},
		"named access unknown":       {pair{access(Full, nil), SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Unknown[Access]()}))}}, nil, ""},
		"none, all spaces unknown":   {pair{SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Unknown[Access]()}))}, access(None, nil)}, nil, ""},
		"none, everything unknown":   {pair{UnknownSpace(), access(None, nil)}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckSpaces(Spaces{"*": test.allSpaces, "soc": test.soc}), test.want, []string{test.detail}[:min(1, len(test.want))])
		})
	}
}

func TestSpacesDoNotAffectEachOther(t *testing.T) {
	t.Parallel()
	expectFindings(t, CheckSpaces(Spaces{
		"a": {Base: Known("all")}, "b": {Cases: casesOf(security(SolutionAccess{Access: Known(None)})), Connectors: Known[Connectors]("none")}, "c": {Cases: casesOf(security(SolutionAccess{Access: Known(Full)}))},
	}), nil, nil)
}
