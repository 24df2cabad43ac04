package cases

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

const securityV3 = "securitySolutionCasesV3"

// saying returns the catalogue of a 9.5 whose privileges of Security cases grant other
// operations than the tables say. Changes holds them by privilege id.
func saying(t *testing.T, changes map[string]string) Catalogue {
	t.Helper()
	v := version(t, "9.5")
	l := builtInListing(v, builtInFeatures(v))
	for id, operations := range changes {
		l.Features[securityV3][id] = nil
		for operation := range strings.FieldsSeq(operations) {
			l.Features[securityV3][id] = append(l.Features[securityV3][id], "cases:securitySolution/"+operation)
		}
	}
	c, err := NewCatalogue(v, l)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const (
	readOperations    = "getCase getComment getTags getReporters getUserActions findConfigurations getFieldDefinitions"
	minimalOperations = readOperations + " createCase updateCase updateComment pushCase"
	allButTemplates   = minimalOperations + " deleteCase deleteComment createConfiguration updateConfiguration createComment reopenCase assignCase"
)

// What people can do, and what is stored for an access, follows the word of the server,
// also where it differs from every table.
func TestTheServerSaysWhatPrivilegesGrant(t *testing.T) {
	t.Parallel()
	withoutTemplates := map[string]string{"all": allButTemplates}
	readComments := map[string]string{"read": readOperations + " createComment"}
	minimalDeletes := map[string]string{"minimal_all": minimalOperations + " deleteCase deleteComment"}
	grant := func(key SubFeature, granted bool) SolutionAccess {
		return SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{key: granted})}
	}
	view := func(c choice) SolutionAccess {
		return SolutionAccess{Access: Known(View), SubFeatures: choose(c)}
	}
	without := func(capabilities []Capability, left ...Capability) []Capability {
		return slices.DeleteFunc(slices.Clone(capabilities), func(c Capability) bool { return slices.Contains(left, c) })
	}
	everything := assigneeCapabilitiesWithTemplates
	for name, test := range map[string]struct {
		says    map[string]string
		access  SolutionAccess
		ids     []string
		gives   []Capability
		refused string
	}{
		"all without templates": {withoutTemplates, SolutionAccess{Access: Known(Assignee)}, []string{"all"}, without(everything, ManageTemplates), ""},
		"all without templates, which are granted": {
			withoutTemplates, grant(SubManageTemplates, true), []string{"all", "cases_manage_templates"}, everything, "",
		},
		"all without templates, which are withheld": {
			withoutTemplates, grant(SubManageTemplates, false), []string{"all"}, without(everything, ManageTemplates), "",
		},
		"withholding one thing adds no other": {
			withoutTemplates, grant(SubDeleteCases, false),
			[]string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"},
			without(everything, ManageTemplates, DeleteCases), "",
		},
		"read with comments":                     {readComments, view(nil), []string{"read"}, []Capability{ReadCases, AddComments}, ""},
		"read with comments, which are withheld": {readComments, view(choice{SubAddComments: false}), []string{"minimal_read"}, []Capability{ReadCases}, ""},
		"read with comments, and one thing more": {
			readComments, view(choice{SubDeleteCases: true}), []string{"minimal_read", "cases_delete", "create_comment"}, []Capability{ReadCases, DeleteCases, AddComments}, "",
		},
		"minimal_all that deletes, which is withheld": {
			minimalDeletes, grant(SubDeleteCases, false),
			[]string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"},
			everything, "withhold delete_cases",
		},
		"minimal_all that deletes, and another is withheld": {
			minimalDeletes, grant(SubAddComments, false),
			[]string{"minimal_all", "cases_delete", "cases_settings", "case_reopen", "cases_assign", "cases_manage_templates"},
			without(everything, AddComments), "",
		},
		"a sub-feature that grants nothing": {
			map[string]string{"cases_delete": "", "all": minimalOperations}, grant(SubDeleteCases, true), []string{"minimal_all", "cases_delete"}, nil, "grant delete_cases",
		},
		"an operation that is not known": {
			map[string]string{"cases_archive": "archiveCase", "all": allButTemplates + " manageTemplate archiveCase"},
			grant(SubDeleteCases, false),
			[]string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates", "cases_archive"},
			without(everything, DeleteCases), "",
		},
		"an operation that is not known, and all lacks": {
			map[string]string{"cases_archive": "archiveCase"},
			grant(SubDeleteCases, false),
			[]string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"},
			without(everything, DeleteCases), "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := saying(t, test.says)
			stored := c.encodeSolution(Security, test.access)[securityV3]
			if diff := cmp.Diff(test.ids, stored); diff != "" {
				t.Errorf("stored (-want +got):\n%s", diff)
			}
			if test.gives != nil {
				if diff := cmp.Diff(test.gives, c.Capabilities(inSoc(featureIDs{securityV3: stored}))["soc/security"]); diff != "" {
					t.Errorf("capabilities (-want +got):\n%s", diff)
				}
			}
			var refused []string
			for _, u := range c.Unsupported(Security, test.access) {
				refused = append(refused, u.String())
			}
			if got := strings.Join(refused, ", "); got != test.refused {
				t.Errorf("refused: %q, want %q", got, test.refused)
			}
			spaces := Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: test.access})}}
			if diff := cmp.Diff(spaces, c.Decode(inSoc(featureIDs{securityV3: stored}), spaces)); test.refused == "" && diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
			imported := c.Decode(inSoc(featureIDs{securityV3: stored}), nil)
			if diff := cmp.Diff(inSoc(featureIDs{securityV3: stored}), c.Encode(imported), ignoreEmpty); test.refused == "" && diff != "" {
				t.Errorf("imported and encoded (-want +got):\n%s", diff)
			}
		})
	}
}

// Equal means that people can do the same by the word of the server.
func TestEquivalenceFollowsTheServer(t *testing.T) {
	t.Parallel()
	c := saying(t, map[string]string{"all": allButTemplates})
	in := func(ids ...string) roles.Privileges { return inSoc(featureIDs{securityV3: ids}) }
	others := []string{"minimal_all", "cases_delete", "cases_settings", "create_comment", "case_reopen", "cases_assign"}
	if c.Equivalent(in("all"), in("all", "cases_manage_templates")) {
		t.Error("all and templates is no more than all, which lacks them")
	}
	if !c.Equivalent(in("all"), in(others...)) || !c.Equivalent(in("all", "cases_manage_templates"), in(append(others, "cases_manage_templates")...)) {
		t.Error("the sub-features of all are not all")
	}
	tables := saying(t, nil)
	if !tables.Equivalent(in("all"), in("all", "cases_manage_templates")) {
		t.Error("all and templates is more than all, which has them")
	}
}

// Below gold, sub-features grant nothing. The warning says what people have instead.
func TestPrivilegesWithoutEffect(t *testing.T) {
	t.Parallel()
	v := version(t, "9.5")
	l := builtInListing(v, builtInFeatures(v))
	l.Effective = map[string][]string{}
	for feature := range l.Features {
		l.Effective[feature] = levels
	}
	c, err := NewCatalogue(v, l)
	if err != nil {
		t.Fatal(err)
	}
	custom := securityInSoc(SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})})
	want := []Capability{ReadCases, CreateCases, UpdateCases}
	if diff := cmp.Diff(want, c.Capabilities(c.Encode(custom))["soc/security"]); diff != "" {
		t.Errorf("capabilities (-want +got):\n%s", diff)
	}
	const warning = `security.sub_features: Licence does not cover sub-features`
	const withoutPush = `people have: "read_cases", "create_cases", "update_cases". Alternatively, leave sub_features out: access = "assignee" gives ` +
		`"read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users"; access = "view" gives "read_cases".`
	const withPush = `people have: "read_cases", "create_cases", "update_cases", "push_cases". Alternatively`
	for name, test := range map[string]struct {
		connectors, inAllSpaces SpaceConfig
		says                    string
	}{
		"no connectors":                   {SpaceConfig{}, SpaceConfig{}, withoutPush},
		"connectors none":                 {SpaceConfig{Connectors: Known(ConnectorsNone)}, SpaceConfig{Connectors: Known(ConnectorsNone)}, withoutPush},
		"connectors":                      {SpaceConfig{Connectors: Known(ConnectorsRead)}, SpaceConfig{}, withPush},
		"unknown connectors":              {SpaceConfig{Connectors: Unknown[Connectors]()}, SpaceConfig{}, withPush},
		"connectors in all spaces":        {SpaceConfig{}, SpaceConfig{Connectors: Known(ConnectorsAll)}, withPush},
		"base privilege in all spaces":    {SpaceConfig{}, SpaceConfig{Base: Known("read")}, withPush},
		"connectors by an id":             {SpaceConfig{Features: rawOf(featureIDs{"actions": {"read"}})}, SpaceConfig{}, withPush},
		"full access, implied connectors": {SpaceConfig{}, SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Full)}})}, withPush},
	} {
		space := test.connectors
		space.Cases = custom["soc"].Cases
		spaces := Spaces{"soc": space, "*": test.inAllSpaces}
		expectFindings(t, c.CheckSpaces(spaces, nil), []string{`warning at spaces["soc"].` + warning}, []string{test.says})
		if spaces.Complete() {
			pushes := slices.Contains(c.Capabilities(c.Encode(spaces))["soc/security"], PushCases)
			if pushes != (test.says == withPush) {
				t.Errorf("%s: capabilities include push_cases: %v", name, pushes)
			}
		}
	}
	for connectors, says := range map[Value[Connectors]]string{{}: withoutPush, Known(ConnectorsNone): withoutPush, Known(ConnectorsRead): withPush, Unknown[Connectors](): withPush} {
		grant := Grant{Space: Known("soc"), Config: SpaceConfig{Cases: custom["soc"].Cases, Connectors: connectors}}
		expectFindings(t, c.CheckGrant(grant), []string{`warning at ` + warning}, []string{says})
	}
	raw := Spaces{"soc": {}}
	space := raw["soc"]
	space.setRawFeatures(featureIDs{securityV3: {"minimal_read", "cases_delete"}})
	raw["soc"] = space
	expectFindings(t, c.CheckSpaces(raw, nil),
		[]string{`warning at spaces["soc"].features["securitySolutionCasesV3"]: Licence does not cover "cases_delete" of securitySolutionCasesV3`},
		[]string{"has no effect with the licence"})
	if found := c.CheckSpaces(securityInSoc(SolutionAccess{Access: Known(Assignee)}), nil); len(found) > 0 {
		t.Errorf("a plain level: %v", found)
	}
}

// Any feature may grant actions on cases, and a base privilege grants what the server says
// for one space or for all.
func TestOtherFeaturesAndBasePrivileges(t *testing.T) {
	t.Parallel()
	c, err := NewCatalogue(version(t, "9.5"), Listing{
		Features: map[string]map[string][]string{
			"siemV9": {"all": {"cases:securitySolution/deleteCase", "cases:cases/getCase"}}, "actions": {"all": nil, "read": nil},
		},
		Space:  map[string][]string{"all": {"cases:cases/getCase"}},
		Global: map[string][]string{"all": {"cases:cases/getCase", "cases:cases/deleteCase"}, "read": {"cases:other/getCase", "cases:cases/flyCase"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := c.Capabilities(roles.Privileges{"a": {Features: featureIDs{"siemV9": {"all"}}}, "b": {Base: []string{"all"}}, "*": {Base: []string{"all"}}})
	want := map[string][]Capability{
		"a/security": {DeleteCases}, "a/stack": {ReadCases}, "b/stack": {ReadCases}, "*/stack": {ReadCases, DeleteCases},
		"b/connectors": {UseConnectors, ManageConnectors}, "*/connectors": {UseConnectors, ManageConnectors},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("capabilities (-want +got):\n%s", diff)
	}
	if got, want := c.UnknownActions(), []string{"cases:cases/flyCase", "cases:other/getCase"}; !slices.Equal(got, want) {
		t.Errorf("unknown actions: %q, want %q", got, want)
	}
}

// The tables name the operations that the server of their release would name.
func TestBuiltInListingIsComplete(t *testing.T) {
	t.Parallel()
	for _, release := range releases {
		c := builtIn(t, release)
		if unknown := c.UnknownActions(); len(unknown) > 0 {
			t.Errorf("%s: %q", release, unknown)
		}
		for _, s := range Solutions() {
			newest, ok := c.newest(s)
			for _, base := range []string{"all", "read"} {
				want := c.privilegeOperations(s, newest.feature, base)
				if got := c.operations.space[base][s]; ok && (got != want || c.operations.global[base][s] != want) {
					t.Errorf("%s, base %s, %s: %v, want %v", release, base, s, got, want)
				}
			}
		}
	}
}
