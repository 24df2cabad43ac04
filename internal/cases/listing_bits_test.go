package cases

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Each operation has a bit of its own, as long as there are some left. One without a bit is never taken for another.
func TestOperationBits(t *testing.T) {
	t.Parallel()
	bits := operationBits{}
	var all operations
	for i := range maxOperations {
		name := "op" + strconv.Itoa(i)
		bit := bits.of(name)
		if bit == 0 || all&bit != 0 || bits.of(name) != bit {
			t.Fatalf("%s has the bit %b, beside %b", name, bit, all)
		}
		all |= bit
	}
	if bit := bits.of("one more"); bit != 0 || len(bits) != maxOperations {
		t.Errorf("one more operation has the bit %b", bit)
	}
}

func TestIsAction(t *testing.T) {
	t.Parallel()
	for action, want := range map[string]bool{"cases:cases/getCase": true, "cases:": true, "api:cases:cases/getCase": false, "ui:securitySolutionCases/read": false, "": false} {
		if got := IsAction(action); got != want {
			t.Errorf("%q: %v", action, got)
		}
	}
}

// customListing is a Kibana whose privileges differ from every release.
func customListing(t *testing.T, change func(Listing)) Catalogue {
	t.Helper()
	v := version(t, "9.5")
	l := builtInListing(v, builtInFeatures(v))
	change(l)
	c, err := NewCatalogue(v, l)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A base privilege for all spaces may give another access than the one for a space.
func TestBasePrivilegesOfAllSpacesAndOfOne(t *testing.T) {
	t.Parallel()
	v := version(t, "9.5")
	l := builtInListing(v, builtInFeatures(v))
	l.Global = map[string][]string{"read": {action(Stack, "getCase")}}
	l.Space = map[string][]string{"read": {action(Security, "getCase")}}
	c, err := NewCatalogue(v, l)
	if err != nil {
		t.Fatal(err)
	}
	for space, want := range map[string][]string{"*": {"*/stack"}, "soc": {"soc/security"}} {
		held := roles.Privileges{space: {Base: []string{"read"}}}
		for name, capabilities := range map[string]map[string][]Capability{"role": c.Capabilities(held), "union": c.Union([]roles.Role{roleWith("a", held)}).Capabilities()} {
			var keys []string
			for key := range capabilities {
				if slices.Contains(capabilities[key], ReadCases) {
					keys = append(keys, key)
				}
			}
			if !slices.Equal(keys, want) {
				t.Errorf("%s, %s: %q, want %q", name, space, keys, want)
			}
		}
	}
}

// "read" may include a sub-feature that "minimal_read" does not grant. Then it equals both together.
func TestReadThatIncludesASubFeature(t *testing.T) {
	t.Parallel()
	c := customListing(t, func(l Listing) {
		odd := []string{action(Stack, "odd")}
		l.Features["generalCasesV3"]["cases_odd"] = odd
		l.Features["generalCasesV3"]["read"] = append(slices.Clone(l.Features["generalCasesV3"]["read"]), odd...)
	})
	stored := func(ids ...string) roles.Privileges { return inSoc(featureIDs{"generalCasesV3": ids}) }
	if !c.Equivalent(stored("read"), stored("minimal_read", "cases_odd")) {
		t.Error("read is not minimal_read with the sub-feature")
	}
	if c.Equivalent(stored("read"), stored("minimal_read")) {
		t.Error("read is minimal_read")
	}
}

// "read" does not include a sub-feature that "minimal_read" grants by itself: Kibana shows both alike.
func TestReadWithASubFeatureOfMinimalRead(t *testing.T) {
	t.Parallel()
	c := customListing(t, func(l Listing) {
		odd := []string{action(Stack, "odd")}
		l.Features["generalCasesV3"]["cases_odd"] = odd
		for _, id := range []string{"read", "minimal_read"} {
			l.Features["generalCasesV3"][id] = append(slices.Clone(l.Features["generalCasesV3"][id]), odd...)
		}
	})
	if stored := func(id string) roles.Privileges { return inSoc(featureIDs{"generalCasesV3": {id}}) }; !c.Equivalent(stored("read"), stored("minimal_read")) {
		t.Error("read is not minimal_read")
	}
}

// A sub-feature that the release has and this Kibana does not list is switched off.
func TestASubFeatureThatIsSwitchedOff(t *testing.T) {
	t.Parallel()
	c := customListing(t, func(l Listing) { delete(l.Features["securitySolutionCasesV3"], "create_comment") })
	spaces := securityInSoc(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubAddComments: true})})
	expectFindings(t, c.CheckSpaces(spaces, nil),
		[]string{`error at spaces["soc"].security.sub_features["add_comments"]: Sub-feature is not available`}, []string{"cannot grant add_comments: it is switched off there. Remove"})
}

// A message suggests what is near, and the first of what is equally near.
func TestSuggestNearest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		wrong   string
		allowed []string
		want    string
	}{
		{"ab", []string{"cd"}, ""},
		{"ab", []string{"ac"}, "ac"},
		{"bat", []string{"cat", "hat"}, "cat"},
		{"abcdef", []string{"abcxyf"}, "abcxyf"},
		{"abcdef", []string{"abcxyz"}, ""},
		{"ABC", []string{"abc"}, "abc"},
	} {
		want := didYouMean(test.want)
		if got := SuggestNearest(test.wrong, test.allowed); got != want {
			t.Errorf("%s among %q: %q, want %q", test.wrong, test.allowed, got, want)
		}
	}
	for key, want := range map[SubFeature]string{"create_comment": "add_comments", "case_reopen": "reopen_cases", "delete_case": "delete_cases"} {
		if got := suggestSubFeature(key); got != didYouMean(want) {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if got := Solution("odd").Title(); got != "odd" {
		t.Errorf("the title of an unknown solution: %s", got)
	}
}

func TestCheckSpaceIDs(t *testing.T) {
	t.Parallel()
	expectFindings(t, CheckSpaceIDs("space_ids", []string{"*", "soc", "SOC"}), []string{"error at space_ids: Invalid space id"}, []string{`"SOC"`})
}

// The defaults of privileges that Kibana takes in all spaces only, by release.
func TestRestrictedByDefault(t *testing.T) {
	t.Parallel()
	for feature, releases := range map[string]map[string]bool{
		"streams": {"9.0": false, "9.1": true, "9.2": true, "9.3": false, "8.19": false},
		"fleetv2": {"8.19": true, "9.0": true, "9.1": false, "9.5": false},
		"siemV3":  {"8.19": true, "9.0": true, "9.1": false},
		"ml":      {"9.0": false, "9.1": false},
	} {
		for release, want := range releases {
			if got := version(t, release).restrictedByDefault(feature); len(got) > 0 != want {
				t.Errorf("%s in %s: %q", feature, release, got)
			}
		}
	}
	if got := intersect([]string{"d", "b", "x", "c", "a"}, []string{"a", "b", "c", "d"}); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("intersection: %q", got)
	}
}

// A sub-feature that grants more than its name says is refused, where the access does not allow the rest.
func TestASubFeatureThatGrantsMore(t *testing.T) {
	t.Parallel()
	c := customListing(t, func(l Listing) {
		settings := l.Features["generalCasesV3"]["cases_settings"]
		l.Features["generalCasesV3"]["cases_settings"] = append(slices.Clone(settings), action(Stack, "deleteCase"), action(Stack, "deleteComment"))
	})
	for name, test := range map[string]struct {
		access SolutionAccess
		want   []SubFeature
	}{
		"view with it":              {SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubEditSettings: true})}, []SubFeature{SubEditSettings}},
		"view with both":            {SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubEditSettings: true, SubDeleteCases: true})}, nil},
		"view with another":         {SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: true})}, nil},
		"the level includes it":     {SolutionAccess{Access: Known(Assignee)}, nil},
		"no access, as nothing":     {SolutionAccess{Access: Known(None), SubFeatures: choose(choice{SubEditSettings: true})}, nil},
		"an unknown access":         {SolutionAccess{Access: Unknown[Access](), SubFeatures: choose(choice{SubEditSettings: true})}, nil},
		"what would remove nothing": {SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubEditSettings: false})}, nil},
	} {
		var got []SubFeature
		for _, u := range c.Unsupported(Stack, test.access) {
			got = append(got, u.SubFeature)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: refused %q, want %q", name, got, test.want)
		}
	}
}

// An unknown privilege has its error, and no warning about the licence.
func TestAnUnknownPrivilegeAndTheLicence(t *testing.T) {
	t.Parallel()
	v := version(t, "9.5")
	l := builtInListing(v, builtInFeatures(v))
	l.Features["ml"] = map[string][]string{"all": nil, "read": nil}
	l.Effective = map[string][]string{"ml": {"read"}}
	c, err := NewCatalogue(v, l)
	if err != nil {
		t.Fatal(err)
	}
	const at = ` at spaces["soc"].features["ml"]: `
	for id, want := range map[string][]string{
		"odd": {"error" + at + "Unknown privilege"}, "all": {"warning" + at + `Licence does not cover "all" of ml`}, "read": nil,
	} {
		expectFindings(t, c.CheckSpaces(Spaces{"soc": {Features: rawOf(featureIDs{"ml": {id}})}}, nil), want, nil)
	}
}

// "all" with sub-features has only those that "all" lacks.
func TestAllWithWhatItLacks(t *testing.T) {
	t.Parallel()
	c := customListing(t, func(l Listing) {
		l.Features["generalCasesV3"]["all"] = slices.DeleteFunc(slices.Clone(l.Features["generalCasesV3"]["all"]), func(a string) bool { return a == action(Stack, "manageTemplate") })
	})
	access := SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: true, SubManageTemplates: true})}
	if got := c.encodeSolution(Stack, access)["generalCasesV3"]; !slices.Equal(got, []string{"all", "cases_manage_templates"}) {
		t.Errorf("%q", got)
	}
}

// Only a feature near to that of connectors brings up connectors.
func TestUnknownFeaturesAndConnectors(t *testing.T) {
	t.Parallel()
	c := customListing(t, func(l Listing) { l.Features["discover"] = map[string][]string{"all": nil} })
	for feature, want := range map[string]bool{"discovr": false, "action": true} {
		found := c.CheckSpaces(Spaces{"soc": {Features: rawOf(featureIDs{feature: {"all"}})}}, nil)
		if len(found) != 1 || strings.Contains(found[0].Detail, "connector level") != want {
			t.Errorf("%s: %v", feature, found)
		}
	}
}

// A space with an unknown value may have everything or nothing: no rule judges it.
func TestSpacesWithUnknownValues(t *testing.T) {
	t.Parallel()
	for name, space := range map[string]SpaceConfig{
		"connectors":               {Connectors: Unknown[Connectors]()},
		"a solution":               {Cases: map[Solution]Value[SolutionAccess]{Security: Unknown[SolutionAccess]()}},
		"features":                 {Features: Unknown[map[string]Value[[]string]]()},
		"a solution beside a base": {Base: Known("all"), Cases: map[Solution]Value[SolutionAccess]{Security: Unknown[SolutionAccess]()}},
	} {
		if found := CheckSpaces(Spaces{"soc": space}); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}
