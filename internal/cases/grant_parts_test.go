package cases

import (
	"slices"
	"testing"
)

// A grant that owns parts gives no access in them, so that an apply of it takes the access away.
func TestGrantOwning(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ parts, want []string }{
		"nothing":                {nil, nil},
		"a solution":             {[]string{"security"}, []string{"security"}},
		"connectors":             {[]string{"connectors"}, []string{"connectors"}},
		"everything, in any way": {[]string{"connectors", "stack", "security", "observability"}, []string{"security", "observability", "stack", "connectors"}},
	} {
		g := GrantOwning("soc", test.parts)
		slices.Sort(test.want)
		if got := g.Parts(); !sameStrings(got, test.want) || g.Space != Known("soc") {
			t.Errorf("%s: %q in %v", name, got, g.Space)
		}
		if held := builtIn(t, "9.5").EncodeGrant(g); len(held) > 0 {
			t.Errorf("%s: gives %v", name, held)
		}
		for _, part := range test.parts {
			owned := map[string]string{"security": "securitySolutionCasesV3", "observability": "observabilityCasesV2", "stack": "generalCases", "connectors": "actions"}
			if !g.Owns(owned[part]) {
				t.Errorf("%s: does not own %s", name, part)
			}
		}
	}
}

// sameStrings compares lists in any order.
func sameStrings(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

// Some of the parts of a grant are taken out, others stay. The grant itself does not change.
func TestGrantOnlyAndExcept(t *testing.T) {
	t.Parallel()
	all := GrantOwning("soc", []string{"security", "stack", "connectors"})
	for name, test := range map[string]struct{ parts, only, except []string }{
		"none":           {nil, nil, []string{"security", "stack", "connectors"}},
		"a solution":     {[]string{"stack"}, []string{"stack"}, []string{"security", "connectors"}},
		"connectors":     {[]string{"connectors"}, []string{"connectors"}, []string{"security", "stack"}},
		"not owned":      {[]string{"observability"}, nil, []string{"security", "stack", "connectors"}},
		"several, twice": {[]string{"security", "connectors", "security"}, []string{"security", "connectors"}, []string{"stack"}},
	} {
		only, except := all.Only(test.parts), all.Except(test.parts)
		if !sameStrings(only.Parts(), test.only) || !sameStrings(except.Parts(), test.except) || only.Space != all.Space || except.Space != all.Space {
			t.Errorf("%s: only %q, except %q", name, only.Parts(), except.Parts())
		}
	}
	if got := all.Parts(); len(got) != 3 {
		t.Errorf("the grant has only %q left", got)
	}
}

// Two grants share parts only in one space.
func TestGrantCommon(t *testing.T) {
	t.Parallel()
	a := GrantOwning("soc", []string{"security", "stack", "connectors"})
	for name, test := range map[string]struct {
		other Grant
		want  []string
	}{
		"some":          {GrantOwning("soc", []string{"stack", "observability", "connectors"}), []string{"stack", "connectors"}},
		"none":          {GrantOwning("soc", []string{"observability"}), nil},
		"another space": {GrantOwning("noc", []string{"security"}), nil},
		"all spaces":    {GrantOwning("*", []string{"security"}), nil},
	} {
		if got, back := a.Common(test.other), test.other.Common(a); !sameStrings(got, test.want) || !sameStrings(back, test.want) {
			t.Errorf("%s: %q and %q, want %q", name, got, back, test.want)
		}
	}
}

// A base privilege sets every part. Raw features set the parts that they belong to, and "none" is set, too.
func TestPartsSet(t *testing.T) {
	t.Parallel()
	raw := func(feature, id string) SpaceConfig { return SpaceConfig{Features: rawOf(featureIDs{feature: {id}})} }
	every := []string{"security", "observability", "stack", "connectors"}
	for name, test := range map[string]struct {
		config SpaceConfig
		want   []string
	}{
		"nothing":                 {SpaceConfig{}, nil},
		"base all":                {SpaceConfig{Base: Known("all")}, every},
		"base read":               {SpaceConfig{Base: Known("read")}, every},
		"a solution":              {SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(View)}})}, []string{"stack"}},
		"full":                    {SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Full)}})}, []string{"security", "connectors"}},
		"none":                    {SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})}, []string{"stack"}},
		"connectors":              {SpaceConfig{Connectors: Known(ConnectorsRead)}, []string{"connectors"}},
		"no connectors":           {SpaceConfig{Connectors: Known(ConnectorsNone)}, []string{"connectors"}},
		"raw cases":               {raw("securitySolutionCasesV3", "all"), []string{"security"}},
		"raw connectors":          {raw("actions", "all"), []string{"connectors"}},
		"raw connectors, minimal": {raw("actions", "minimal_read"), []string{"connectors"}},
		"raw connectors, all":     {raw("actions", "minimal_all"), []string{"connectors"}},
		"another feature":         {raw("discover", "all"), nil},
	} {
		if got := test.config.PartsSet(); !sameStrings(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// One unknown value makes a configuration incomplete, wherever it is.
func TestComplete(t *testing.T) {
	t.Parallel()
	withSub := func(granted Value[bool]) SpaceConfig {
		return SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View), SubFeatures: map[SubFeature]Value[bool]{"delete_cases": granted}}})}
	}
	for name, test := range map[string]struct {
		config SpaceConfig
		want   bool
	}{
		"nothing":            {SpaceConfig{}, true},
		"known":              {SpaceConfig{Connectors: Known(ConnectorsAll), Features: rawOf(featureIDs{"ml": {"all"}})}, true},
		"a base":             {SpaceConfig{Base: Unknown[string]()}, false},
		"connectors":         {SpaceConfig{Connectors: Unknown[Connectors]()}, false},
		"features":           {SpaceConfig{Features: Unknown[map[string]Value[[]string]]()}, false},
		"ids":                {SpaceConfig{Features: Known(map[string]Value[[]string]{"ml": Unknown[[]string]()})}, false},
		"a solution":         {SpaceConfig{Cases: map[Solution]Value[SolutionAccess]{Security: Unknown[SolutionAccess]()}}, false},
		"an access":          {SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Unknown[Access]()}})}, false},
		"a sub-feature":      {withSub(Unknown[bool]()), false},
		"a known one":        {withSub(Known(true)), true},
		"everything":         {UnknownSpace(), false},
		"only the solutions": {SpaceConfig{Cases: UnknownSpace().Cases}, false},
	} {
		grant := Grant{Space: Known("soc"), Config: test.config}
		if got := test.config.Complete(); got != test.want || (Spaces{"a": {}, "soc": test.config}).Complete() != test.want || grant.Complete() != test.want {
			t.Errorf("%s: complete %v", name, got)
		}
	}
	if (Grant{Space: Unknown[string]()}).Complete() {
		t.Error("a grant in an unknown space is complete")
	}
	if got := UnknownSpace().Cases; len(got) != len(Solutions()) || !got[Stack].IsUnknown() {
		t.Errorf("unknown solutions: %v", got)
	}
}
