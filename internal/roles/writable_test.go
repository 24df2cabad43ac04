package roles

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Lists that PUT accepts stay unchanged. Other lists get an accepted form.
func TestWritableRearrangesEntries(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ entries, want string }{
		"nothing": {`[]`, `[]`},
		"an accepted list": {
			`[{"spaces":["noc","soc"],"base":["read","all"],"feature":{},"x":1},{"spaces":["*"],"base":[],"feature":{"ml":["all","all"],"apm":[]}}]`,
			`[{"spaces":["noc","soc"],"base":["read","all"],"feature":{},"x":1},{"spaces":["*"],"base":[],"feature":{"ml":["all","all"],"apm":[]}}]`,
		},
		"a space with all spaces": {
			`[{"spaces":["default","*"],"base":[],"feature":{"siem":["all"]},"x":1}]`,
			`[{"spaces":["default"],"base":[],"feature":{"siem":["all"]},"x":1},{"spaces":["*"],"base":[],"feature":{"siem":["all"]},"x":1}]`,
		},
		"spaces with all spaces": {
			`[{"spaces":["*","default","soc"],"base":[],"feature":{"siem":["all"]}}]`,
			`[{"spaces":["*"],"base":[],"feature":{"siem":["all"]}},{"spaces":["default","soc"],"base":[],"feature":{"siem":["all"]}}]`,
		},
		"all spaces in two entries": {
			`[{"spaces":["*"],"base":[],"feature":{"siem":["all"]}},{"spaces":["default","*"],"base":[],"feature":{"siem":["read"],"ml":["all"]}}]`,
			`[{"spaces":["*"],"base":[],"feature":{"siem":["all","read"],"ml":["all"]}},{"spaces":["default"],"base":[],"feature":{"siem":["read"],"ml":["all"]}}]`,
		},
		"a base privilege in all spaces twice": {
			`[{"spaces":["*"],"base":["all"],"feature":{}},{"spaces":["*"],"base":["all"],"feature":{}}]`,
			`[{"spaces":["*"],"base":["all"],"feature":{}}]`,
		},
		"a space twice in one entry": {
			`[{"spaces":["soc","noc","soc"],"base":["all"],"feature":{}}]`,
			`[{"spaces":["soc","noc"],"base":["all"],"feature":{}}]`,
		},
		"spaces in two entries": {
			`[{"spaces":["a","soc","noc"],"base":[],"feature":{"ml":["all"]},"x":1},{"spaces":["noc","soc","b"],"base":[],"feature":{"apm":["read"]},"x":1}]`,
			`[{"spaces":["a"],"base":[],"feature":{"ml":["all"]},"x":1},{"spaces":["soc","noc"],"base":[],"feature":{"ml":["all"],"apm":["read"]},"x":1},
			  {"spaces":["b"],"base":[],"feature":{"apm":["read"]},"x":1}]`,
		},
		"two base privileges in one space": {
			`[{"spaces":["soc"],"base":["read"],"feature":{}},{"spaces":["soc"],"base":["all"],"feature":{}}]`,
			`[{"spaces":["soc"],"base":["read","all"],"feature":{}}]`,
		},
		"features without ids and a base privilege": {
			`[{"spaces":["soc"],"base":["read"],"feature":{"ml":[]}}]`,
			`[{"spaces":["soc"],"base":["read"],"feature":{}}]`,
		},
		"features without ids and a base privilege, in the second entry": {
			`[{"spaces":["soc"],"base":["read"],"feature":{}},{"spaces":["soc"],"base":["all"],"feature":{"ml":[]}}]`,
			`[{"spaces":["soc"],"base":["read","all"],"feature":{}}]`,
		},
		"entries of other applications beside others for the same spaces": {
			`[{"spaces":["*","soc","ops"],"base":["*"],"feature":{}},{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["soc","*"],"base":[],"feature":{"ml":["all"]}}]`,
			`[{"spaces":["*","soc","ops"],"base":["*"],"feature":{}},{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},
			  {"spaces":["soc"],"base":[],"feature":{"ml":["all"]}},{"spaces":["*"],"base":[],"feature":{"ml":["all"]}}]`,
		},
		"entries of other applications": {
			`[{"spaces":["*"],"base":["*"],"feature":{}},{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["*"],"base":["all"],"feature":{}},{"spaces":["A*"],"base":["*"],"feature":{}}]`,
			`[{"spaces":["*"],"base":["*"],"feature":{}},{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["*"],"base":["all"],"feature":{}},{"spaces":["A*"],"base":["*"],"feature":{}}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entries := kibanaList(t, test.entries)
			got, reasons := Writable(entries)
			if diff := cmp.Diff(kibanaList(t, test.want), got); diff != "" || len(reasons) > 0 {
				t.Errorf("%q (-want +got):\n%s", reasons, diff)
			}
			if diff := cmp.Diff(kibanaList(t, test.entries), entries); diff != "" {
				t.Errorf("the argument (-before +after):\n%s", diff)
			}
		})
	}
}

func TestWritableReturnsReasons(t *testing.T) {
	t.Parallel()
	const features, base = `"base":[],"feature":{"ml":["all"]}`, `"base":["all"],"feature":{}`
	for entries, want := range map[string][]string{
		`[{"spaces":["default","*-prod"],` + features + `}]`: {`holds the space pattern "*-prod", which Kibana's role API shows but does not accept back`},
		`[{"spaces":["a?"],` + base + `},{"spaces":["*-prod"],` + base + `},{"spaces":["soc*","*-prod"],` + features + `}]`: {
			`"a?"`, `"*-prod"`, `"soc*"`,
		},
		`[{"spaces":["Soc"],` + features + `}]`: {`holds privileges in "Soc", which is no space id`},
		`[{"spaces":[""],` + features + `}]`:    {`holds privileges in "", which is no space id`},
		`[{"spaces":["a/b"],` + features + `}]`: {`"a/b", which is no space id`},
		`[{"spaces":[],` + features + `}]`:      {`without a space`},
		`[{"spaces":["soc"],"base":[],"feature":{}},{"spaces":["noc"],"base":[],"feature":{"ml":[]}}]`: {
			`privileges in "soc" that Kibana does not show`, `privileges in "noc"`,
		},
		`[{"spaces":["soc"]},{"spaces":["soc"],` + features + `}]`:                              {`privileges in "soc" that Kibana does not show`},
		`[{"spaces":["soc"],"base":["all"],"feature":{"ml":["all"]}}]`:                          {`base privilege "all" beside features in "soc"`},
		`[{"spaces":["noc","soc"],` + base + `},{"spaces":["soc"],` + features + `}]`:           {`base privilege "all" beside features in "soc"`},
		`[{"spaces":["*"],` + features + `},{"spaces":["*"],` + base + `}]`:                     {`base privilege "all" beside features in "*"`},
		`[{"spaces":["soc"],"base":["odd"],"feature":{}}]`:                                      {`base privilege "odd" in "soc"`},
		`[{"spaces":["default","*"],` + base + `}]`:                                             {`base privilege "all" for each space by a pattern`},
		`[{"spaces":["*"],` + base + `},{"spaces":["*"],"base":["read"],"feature":{}}]`:         {`two entries for "*" that differ`},
		`[{"spaces":["soc"],` + features + `,"x":1},{"spaces":["soc"],` + features + `,"x":2}]`: {`two entries for "soc" that differ`},
	} {
		list := kibanaList(t, entries)
		got, reasons := Writable(list)
		if len(reasons) != len(want) {
			t.Errorf("%s: %q, want %q", entries, reasons, want)
			continue
		}
		for i := range want {
			if !strings.Contains(reasons[i], want[i]) {
				t.Errorf("%s: %q, want %q", entries, reasons[i], want[i])
			}
		}
		if diff := cmp.Diff(kibanaList(t, entries), got); diff != "" {
			t.Errorf("%s changed (-want +got):\n%s", entries, diff)
		}
	}
}

// Kibana does not show the privileges of an entry that has neither base nor feature privileges.
func TestSpacesWithHiddenPrivileges(t *testing.T) {
	t.Parallel()
	for entries, want := range map[string][]string{
		`[]`: {},
		`[{"spaces":["soc"],"base":[],"feature":{"ml":[]}},{"spaces":["noc","soc"],"base":[],"feature":{}}]`:           {"soc", "noc"},
		`[{"spaces":["soc"],"base":["read"],"feature":{}},{"spaces":["noc"],"base":[],"feature":{"ml":["all"]}}]`:      {},
		`[{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},{"spaces":["*"],"base":["*"],"feature":{}}]`: {},
	} {
		if got := SpacesWithHiddenPrivileges(kibanaList(t, entries)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", entries, got, want)
		}
	}
}

// expectAccepted checks a list against the rules of the PUT schema.
func expectAccepted(t rapid.TB, entries []Entry) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Foreign() {
			continue
		}
		if len(e.Spaces) == 0 || len(e.Base) > 0 && len(e.Feature) > 0 || len(e.Base) == 0 && !HasIDs(e.Feature) {
			t.Fatalf("PUT refuses %s", asJSON(t, e))
		}
		for _, space := range e.Spaces {
			if seen[space] || space == AllSpaces && len(e.Spaces) > 1 || space != AllSpaces && !IsSpaceID(space) {
				t.Fatalf("PUT refuses %q in %s", space, asJSON(t, entries))
			}
			seen[space] = true
		}
	}
}

// anyEntries draws a role's kibana list as Elasticsearch may store it, with
// entries that Kibana never writes.
func anyEntries(t *rapid.T) []Entry {
	return rapid.SliceOfN(rapid.Custom(anyEntry), 0, 5).Draw(t, "entries")
}

func anyEntry(t *rapid.T) Entry {
	ids := func(of ...string) []string { return rapid.SliceOfN(rapid.SampledFrom(of), 0, 3).Draw(t, "ids") }
	e := Entry{Spaces: ids("*", "soc", "noc", "dev"), Base: []string{}, Feature: featureIDs{}}
	if rapid.IntRange(0, 4).Draw(t, "unrecognized key?") == 0 {
		e.Other = rawObject{"future": json.RawMessage(rapid.SampledFrom([]string{"1.50", `{"a":null}`}).Draw(t, "value"))}
	}
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		e.Reserved = []string{"ml_user"}
	case 1:
		e.Base = []string{"*"}
	case 2:
		e.Base = ids("all", "read")
	case 3:
		e.Spaces = append(e.Spaces, rapid.SampledFrom([]string{"*-prod", "Soc", ""}).Draw(t, "space"))
	case 4:
		e.Base = []string{"all"}
		fallthrough
	default:
		for _, feature := range ids("ml", "apm", "generalCases") {
			e.Feature[feature] = ids("all", "read", "minimal_all")
		}
	}
	return e
}

// PUT accepts the list that Writable returns, and its privileges are equal. With
// reasons, the list is unchanged.
func TestWritableKeepsPrivileges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		entries := anyEntries(t)
		before := asJSON(t, entries)
		writable, reasons := Writable(entries)
		if asJSON(t, entries) != before {
			t.Fatalf("the argument changed:\n%s\n%s", before, asJSON(t, entries))
		}
		if len(reasons) > 0 {
			if asJSON(t, writable) != before {
				t.Fatalf("changed in spite of reasons:\n%s\n%s", before, asJSON(t, writable))
			}
			return
		}
		expectAccepted(t, writable)
		if a, b := (Role{Kibana: entries}), (Role{Kibana: writable}); !a.Equal(b) {
			t.Fatalf("not equal:\n%s\n%s", before, asJSON(t, writable))
		}
		if before, after := unrecognizedKeys(entries), unrecognizedKeys(writable); !slices.Equal(before, after) {
			t.Fatalf("unrecognized keys %q became %q", before, after)
		}
		if again, _ := Writable(writable); asJSON(t, again) != asJSON(t, writable) {
			t.Fatalf("Writable twice:\n%s\n%s", asJSON(t, writable), asJSON(t, again))
		}
	})
}

// unrecognizedKeys lists the unrecognized keys of entries, by space.
func unrecognizedKeys(entries []Entry) []string {
	var found []string
	for _, e := range entries {
		for key, value := range e.Other {
			for _, space := range e.Spaces {
				found = append(found, space+" "+key+"="+string(value))
			}
		}
	}
	return CanonicalIDs(found)
}
