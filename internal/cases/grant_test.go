package cases

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// kibanaList decodes a role's kibana list.
func kibanaList(t *testing.T, text string) []roles.Entry {
	t.Helper()
	var entries []roles.Entry
	if err := json.Unmarshal([]byte(text), &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

// viewSecurity returns a grant to view security cases in a space.
func viewSecurity(space string) Grant {
	return Grant{Space: Known(space), Config: SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}})}}
}

func TestSetGrantReplacesOwnedPrivileges(t *testing.T) {
	t.Parallel()
	none := Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(None)}}), Connectors: Known(ConnectorsNone)}}
	for name, test := range map[string]struct {
		entries, want string
		grant         Grant
	}{
		"an empty role":    {`[]`, `[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewSecurity("soc")},
		"all spaces":       {`[]`, `[{"spaces":["*"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewSecurity("*")},
		"nothing to store": {`[]`, `[]`, none},
		"beside other features": {
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["read"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["read"],"securitySolutionCasesV3":["read"]}}]`, viewSecurity("soc"),
		},
		"in place of owned privileges": {
			`[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCases":["all"],"securitySolutionCasesV3":["minimal_all","cases_delete"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewSecurity("soc"),
		},
		"stored already, in another order": {
			`[{"spaces":["noc","soc"],"base":[],"feature":{"securitySolutionCasesV3":["read","read"]},"x":1}]`,
			`[{"spaces":["noc","soc"],"base":[],"feature":{"securitySolutionCasesV3":["read","read"]},"x":1}]`, viewSecurity("soc"),
		},
		"an entry for several spaces is split, with unrecognized keys": {
			`[{"spaces":["noc","soc","ops"],"base":[],"feature":{"ml":["read","all"]},"x":{"b":1,"a":[2.50]}}]`,
			`[{"spaces":["noc","ops"],"base":[],"feature":{"ml":["read","all"]},"x":{"b":1,"a":[2.50]}},
			  {"spaces":["soc"],"base":[],"feature":{"ml":["read","all"],"securitySolutionCasesV3":["read"]},"x":{"b":1,"a":[2.50]}}]`, viewSecurity("soc"),
		},
		"entries for other spaces are not changed": {
			`[{"spaces":["noc"],"base":["all"],"feature":{}},{"spaces":["*"],"base":["read"],"feature":{}}]`,
			`[{"spaces":["noc"],"base":["all"],"feature":{}},{"spaces":["*"],"base":["read"],"feature":{}},
			  {"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewSecurity("soc"),
		},
		"foreign entries are not changed": {
			`[{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["*"],"base":["*"],"feature":{}}]`,
			`[{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["*"],"base":["*"],"feature":{}},
			  {"spaces":["*"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewSecurity("*"),
		},
		"none removes features": {
			`[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV2":["all"],"actions":["read"],"generalCasesV3":["read"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"generalCasesV3":["read"]}}]`, none,
		},
		"an entry that becomes empty is dropped": {
			`[{"spaces":["soc","noc"],"base":[],"feature":{"securitySolutionCasesV2":["all"]}},{"spaces":["soc"],"base":[],"feature":{"actions":["all"]}}]`,
			`[{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV2":["all"]}}]`, none,
		},
		"entries that become equal are not joined": {
			`[{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}},{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["all"]}}]`,
			`[{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}},{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewSecurity("soc"),
		},
		"two entries for one space": {
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["all"]}},{"spaces":["soc","noc"],"base":[],"feature":{"securitySolutionCasesV3":["all"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["all"],"securitySolutionCasesV3":["read"]}},{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV3":["all"]}}]`, viewSecurity("soc"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entries := kibanaList(t, test.entries)
			if diff := cmp.Diff(kibanaList(t, test.want), storeGrant(builtIn(t, "9.5"), entries, test.grant)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(kibanaList(t, test.entries), entries); diff != "" {
				t.Errorf("the argument (-before +after):\n%s", diff)
			}
		})
	}
}

// A grant owns the features of all generations of its parts, and no others.
func TestGrantOwnsFeaturesOfItsParts(t *testing.T) {
	t.Parallel()
	g := Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(None)}, Stack: {Access: Known(View)}}), Connectors: Known(ConnectorsNone)}}
	owned := func(g Grant) (features []string) {
		for _, feature := range []string{"securitySolutionCases", "securitySolutionCasesV4", "generalCasesV2", "observabilityCasesV3", "actions", "ml"} {
			if g.Owns(feature) {
				features = append(features, feature)
			}
		}
		return features
	}
	for name, test := range map[string]struct {
		grant Grant
		want  []string
	}{
		"all parts":          {g, []string{"securitySolutionCases", "securitySolutionCasesV4", "generalCasesV2", "actions"}},
		"without a solution": {g.Except(viewSecurity("soc").Parts()), []string{"generalCasesV2", "actions"}},
		"without connectors": {g.Except([]string{"connectors"}), []string{"securitySolutionCases", "securitySolutionCasesV4", "generalCasesV2"}},
		"without its parts":  {g.Except(g.Parts()), nil},
		"an empty grant":     {Grant{}.Except(g.Parts()), nil},
	} {
		if got := owned(test.grant); !slices.Equal(got, test.want) || test.grant.Empty() != (test.want == nil) {
			t.Errorf("%s: owns %q, want %q; empty: %v", name, got, test.want, test.grant.Empty())
		}
	}
	if len(g.Config.Cases) != 2 {
		t.Errorf("Except changed its receiver: %+v", g)
	}
}

// Unlike in a role, full access does not imply connectors.
func TestEncodeGrantStoresConnectorsAsSet(t *testing.T) {
	t.Parallel()
	full := map[Solution]SolutionAccess{Security: {Access: Known(Full)}}
	for connectors, want := range map[Connectors]featureIDs{
		"":             {"securitySolutionCasesV3": {"all"}},
		ConnectorsNone: {"securitySolutionCasesV3": {"all"}},
		ConnectorsRead: {"securitySolutionCasesV3": {"all"}, "actions": {"read"}},
		ConnectorsAll:  {"securitySolutionCasesV3": {"all"}, "actions": {"all"}},
	} {
		got := builtIn(t, "9.5").EncodeGrant(Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(full), Connectors: Known(connectors)}})
		if diff := cmp.Diff(inSoc(want), got); diff != "" {
			t.Errorf("connectors %q (-want +got):\n%s", connectors, diff)
		}
	}
}

func TestDecodeGrantOfStoredPrivileges(t *testing.T) {
	t.Parallel()
	grant := func(connectors Connectors, access ...Access) Grant {
		g := Grant{Space: Known("soc")}
		if connectors != "" {
			g.Config.Connectors = Known(connectors)
		}
		for i, solution := range Solutions() {
			if i < len(access) && access[i] != "" {
				g.Config.setAccess(solution, SolutionAccess{Access: Known(access[i])})
			}
		}
		return g
	}
	for name, test := range map[string]struct {
		stored      featureIDs
		prior, want Grant
	}{
		"taken over, full":                    {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}, "ml": {"all"}}, grant(""), grant("all", Full)},
		"taken over, without connectors":      {featureIDs{"securitySolutionCasesV3": {"all"}}, grant(""), grant("", Assignee)},
		"taken over, with fewer connectors":   {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"read"}}, grant(""), grant("read", Assignee)},
		"taken over, connectors alone":        {featureIDs{"actions": {"read"}}, grant(""), grant("read")},
		"taken over, nothing":                 {featureIDs{"ml": {"all"}}, grant(""), grant("")},
		"taken over, old ids":                 {featureIDs{"securitySolutionCases": {"read"}, "generalCasesV2": {"all"}}, grant(""), grant("", View, "", Assignee)},
		"prior wording is kept":               {featureIDs{"securitySolutionCasesV2": {"all"}, "actions": {"all"}}, grant("all", Full), grant("all", Full)},
		"assignee stays":                      {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}, grant("all", Assignee), grant("all", Assignee)},
		"the owner's connectors do not count": {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}, grant("", Assignee), grant("", Assignee)},
		"other parts do not count":            {featureIDs{"securitySolutionCasesV3": {"read"}, "generalCasesV3": {"all"}, "actions": {"all"}}, grant("", View), grant("", View)},
		"more than before":                    {featureIDs{"securitySolutionCasesV3": {"all"}}, grant("", View), grant("", Assignee)},
		"more than before, with connectors":   {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}, grant("none", View), grant("all", Full)},
		"none stays none":                     {featureIDs{"generalCasesV3": {"all"}}, grant("none", None), grant("none", None)},
		"everything removed":                  {nil, grant("all", Full, View), grant("none", None, None)},
		"connectors removed":                  {featureIDs{"securitySolutionCasesV3": {"all"}}, grant("all", Full), grant("none", Full)},
		"raw cases ids":                       {featureIDs{"securitySolutionCasesV3": {"update"}}, grant("", View), grant("", View)},
		"raw connector ids":                   {featureIDs{"actions": {"odd"}}, grant("read"), grant("read")},
		"raw cases ids, prior is empty":       {featureIDs{"securitySolutionCasesV3": {"update"}}, grant(""), grant("")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entries := inSoc(test.stored).Entries()
			entries = append(entries, roles.Entry{Spaces: []string{"noc", roles.AllSpaces}, Feature: featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}})
			got := builtIn(t, "9.5").DecodeGrant(roles.PrivilegesOf(entries), test.prior)
			got.Config.setRawFeatures(nil) // a grant has no raw feature privileges
			if diff := cmp.Diff(test.want, got, ignoreEmpty); diff != "" {
				t.Errorf("grant (-want +got):\n%s", diff)
			}
		})
	}
}
