package cases

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// kibanaList reads a role's kibana list as Kibana sends it.
func kibanaList(t *testing.T, text string) []roles.Entry {
	t.Helper()
	var entries []roles.Entry
	if err := json.Unmarshal([]byte(text), &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

// viewer is a share: reading security cases in a space.
func viewer(space string) Grant {
	return Grant{Space: Known(space), Config: SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}})}}
}

// TestShareMerge says what becomes of entries, one by one.
func TestShareMerge(t *testing.T) {
	t.Parallel()
	none := Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(None)}}), Connectors: Known(ConnectorsNone)}}
	for name, test := range map[string]struct {
		entries, want string
		share         Grant
	}{
		"nothing there":      {`[]`, `[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewer("soc")},
		"all spaces":         {`[]`, `[{"spaces":["*"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewer("*")},
		"nothing to be kept": {`[]`, `[]`, none},
		"beside other features": {
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["read"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["read"],"securitySolutionCasesV3":["read"]}}]`, viewer("soc"),
		},
		"in place of what the role had": {
			`[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCases":["all"],"securitySolutionCasesV3":["minimal_all","cases_delete"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewer("soc"),
		},
		"there already, in other order": {
			`[{"spaces":["noc","soc"],"base":[],"feature":{"securitySolutionCasesV3":["read","read"]},"x":1}]`,
			`[{"spaces":["noc","soc"],"base":[],"feature":{"securitySolutionCasesV3":["read","read"]},"x":1}]`, viewer("soc"),
		},
		"a shared entry is split, with what nobody knows": {
			`[{"spaces":["noc","soc","ops"],"base":[],"feature":{"ml":["read","all"]},"x":{"b":1,"a":[2.50]}}]`,
			`[{"spaces":["noc","ops"],"base":[],"feature":{"ml":["read","all"]},"x":{"b":1,"a":[2.50]}},
			  {"spaces":["soc"],"base":[],"feature":{"ml":["read","all"],"securitySolutionCasesV3":["read"]},"x":{"b":1,"a":[2.50]}}]`, viewer("soc"),
		},
		"an entry of other spaces is not touched": {
			`[{"spaces":["noc"],"base":["all"],"feature":{}},{"spaces":["*"],"base":["read"],"feature":{}}]`,
			`[{"spaces":["noc"],"base":["all"],"feature":{}},{"spaces":["*"],"base":["read"],"feature":{}},
			  {"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewer("soc"),
		},
		"foreign entries are not touched": {
			`[{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["*"],"base":["*"],"feature":{}}]`,
			`[{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["*"],"base":["*"],"feature":{}},
			  {"spaces":["*"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewer("*"),
		},
		"none keeps the feature absent": {
			`[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV2":["all"],"actions":["read"],"generalCasesV3":["read"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"generalCasesV3":["read"]}}]`, none,
		},
		"an entry that is left empty is dropped": {
			`[{"spaces":["soc","noc"],"base":[],"feature":{"securitySolutionCasesV2":["all"]}},{"spaces":["soc"],"base":[],"feature":{"actions":["all"]}}]`,
			`[{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV2":["all"]}}]`, none,
		},
		"entries that end up alike are not joined": {
			`[{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}},{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["all"]}}]`,
			`[{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}},{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["read"]}}]`, viewer("soc"),
		},
		"two entries of one space": {
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["all"]}},{"spaces":["soc","noc"],"base":[],"feature":{"securitySolutionCasesV3":["all"]}}]`,
			`[{"spaces":["soc"],"base":[],"feature":{"ml":["all"],"securitySolutionCasesV3":["read"]}},{"spaces":["noc"],"base":[],"feature":{"securitySolutionCasesV3":["all"]}}]`, viewer("soc"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entries := kibanaList(t, test.entries)
			if diff := cmp.Diff(kibanaList(t, test.want), storeGrant(builtIn(t, "9.5"), entries, test.share)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(kibanaList(t, test.entries), entries); diff != "" {
				t.Errorf("the argument (-before +after):\n%s", diff)
			}
		})
	}
}

// TestShareOwns: a feature is owned in whatever generation, an unnamed one is
// not, and what the plan no longer names is what is withdrawn.
func TestShareOwns(t *testing.T) {
	t.Parallel()
	s := Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(None)}, Stack: {Access: Known(View)}}), Connectors: Known(ConnectorsNone)}}
	owned := func(s Grant) (features []string) {
		for _, feature := range []string{"securitySolutionCases", "securitySolutionCasesV4", "generalCasesV2", "observabilityCasesV3", "actions", "ml"} {
			if s.Owns(feature) {
				features = append(features, feature)
			}
		}
		return features
	}
	for name, test := range map[string]struct {
		share Grant
		want  []string
	}{
		"as it is":           {s, []string{"securitySolutionCases", "securitySolutionCasesV4", "generalCasesV2", "actions"}},
		"without solutions":  {s.Except(viewer("soc").Parts()), []string{"generalCasesV2", "actions"}},
		"without connectors": {s.Except([]string{"connectors"}), []string{"securitySolutionCases", "securitySolutionCasesV4", "generalCasesV2"}},
		"without itself":     {s.Except(s.Parts()), nil},
		"nothing at all":     {Grant{}.Except(s.Parts()), nil},
	} {
		if got := owned(test.share); !slices.Equal(got, test.want) || test.share.Empty() != (test.want == nil) {
			t.Errorf("%s: owns %q, want %q; empty: %v", name, got, test.want, test.share.Empty())
		}
	}
	if len(s.Config.Cases) != 2 {
		t.Errorf("the share that something was taken from changed: %+v", s)
	}
}

// TestShareEncode: full access does not bring connectors with it here, and
// connectors are stored as they are named.
func TestShareEncode(t *testing.T) {
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

// TestShareDecode: what words a share has for what is there.
func TestShareDecode(t *testing.T) {
	t.Parallel()
	said := func(connectors Connectors, access ...Access) Grant {
		s := Grant{Space: Known("soc")}
		if connectors != "" {
			s.Config.Connectors = Known(connectors)
		}
		for i, solution := range Solutions() {
			if i < len(access) && access[i] != "" {
				s.Config.setAccess(solution, SolutionAccess{Access: Known(access[i])})
			}
		}
		return s
	}
	for name, test := range map[string]struct {
		stored      featureIDs
		prior, want Grant
	}{
		"taken over, full":                       {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}, "ml": {"all"}}, said(""), said("all", Full)},
		"taken over, without connectors":         {featureIDs{"securitySolutionCasesV3": {"all"}}, said(""), said("", Assignee)},
		"taken over, with fewer connectors":      {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"read"}}, said(""), said("read", Assignee)},
		"taken over, connectors alone":           {featureIDs{"actions": {"read"}}, said(""), said("read")},
		"taken over, nothing":                    {featureIDs{"ml": {"all"}}, said(""), said("")},
		"taken over, old ids":                    {featureIDs{"securitySolutionCases": {"read"}, "generalCasesV2": {"all"}}, said(""), said("", View, "", Assignee)},
		"prior words that still fit":             {featureIDs{"securitySolutionCasesV2": {"all"}, "actions": {"all"}}, said("all", Full), said("all", Full)},
		"assignee stays":                         {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}, said("all", Assignee), said("all", Assignee)},
		"the owner's connectors do not count":    {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}, said("", Assignee), said("", Assignee)},
		"others are nobody's business":           {featureIDs{"securitySolutionCasesV3": {"read"}, "generalCasesV3": {"all"}, "actions": {"all"}}, said("", View), said("", View)},
		"more than was said":                     {featureIDs{"securitySolutionCasesV3": {"all"}}, said("", View), said("", Assignee)},
		"more than was said, with connectors":    {featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}, said("none", View), said("all", Full)},
		"none that stays":                        {featureIDs{"generalCasesV3": {"all"}}, said("none", None), said("none", None)},
		"gone":                                   {nil, said("all", Full, View), said("none", None, None)},
		"connectors gone":                        {featureIDs{"securitySolutionCasesV3": {"all"}}, said("all", Full), said("none", Full)},
		"ids that no word can say":               {featureIDs{"securitySolutionCasesV3": {"update"}}, said("", View), said("", View)},
		"connector ids that no word can say":     {featureIDs{"actions": {"odd"}}, said("read"), said("read")},
		"nothing said, ids that no word can say": {featureIDs{"securitySolutionCasesV3": {"update"}}, said(""), said("")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entries := inSoc(test.stored).Entries()
			entries = append(entries, roles.Entry{Spaces: []string{"noc", roles.AllSpaces}, Feature: featureIDs{"securitySolutionCasesV3": {"all"}, "actions": {"all"}}})
			got := builtIn(t, "9.5").DecodeGrant(roles.PrivilegesOf(entries), test.prior)
			got.Config.setRawFeatures(nil) // a grant has none
			if diff := cmp.Diff(test.want, got, ignoreEmpty); diff != "" {
				t.Errorf("words (-want +got):\n%s", diff)
			}
		})
	}
}
