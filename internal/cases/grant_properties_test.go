package cases

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var someSpaces = []string{roles.AllSpaces, "soc", "noc", "ops"}

// anyEntry draws an entry of a role's kibana list. It may be for several spaces, hold
// base privileges, be foreign, and have unrecognized keys and ids.
func anyEntry(t *rapid.T) roles.Entry {
	e := roles.Entry{
		Spaces:  rapid.SliceOfNDistinct(rapid.SampledFrom(someSpaces), 1, 3, rapid.ID[string]).Draw(t, "spaces"),
		Base:    []string{},
		Feature: featureIDs{},
	}
	if rapid.Bool().Draw(t, "unrecognized key?") {
		e.Other = map[string]json.RawMessage{"future": json.RawMessage(rapid.SampledFrom([]string{`{"b":[1,null],"a":2.50}`, `"x"`, `[]`}).Draw(t, "future"))}
	}
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		e.Spaces, e.Reserved = []string{roles.AllSpaces}, []string{"ml_user"}
	case 1:
		e.Spaces, e.Base = []string{roles.AllSpaces}, []string{"*"}
	case 2:
		e.Base = someOf(t, "base", []string{"all", "read"}, 1)
	default:
		maps.Copy(e.Feature, anySpacePrivileges(t).Features)
		if len(e.Feature) == 0 || rapid.Bool().Draw(t, "unknown feature?") {
			e.Feature["brandNew"] = []string{"odd", "all", "odd"}
		}
	}
	return e
}

// anyEntries draws a role's kibana list. Spaces and features may repeat in it.
func anyEntries(t *rapid.T) []roles.Entry {
	return rapid.SliceOfN(rapid.Custom(anyEntry), 0, 5).Draw(t, "entries")
}

// anyGrant draws a grant that the rules accept.
func anyGrant(t *rapid.T) Grant {
	g := Grant{Space: Known(rapid.SampledFrom(someSpaces).Draw(t, "space"))}
	for _, solution := range rapid.SliceOfNDistinct(rapid.SampledFrom(Solutions()), 0, 3, rapid.ID[Solution]).Draw(t, "solutions") {
		g.Config.setAccess(solution, anySolutionAccess(t))
	}
	if g.Empty() || rapid.Bool().Draw(t, "connectors?") {
		g.Config.Connectors = Known(rapid.SampledFrom(ConnectorLevels()).Draw(t, "connectors"))
	}
	if g.Config.hasFullAccess() {
		g.Config.Connectors = Known(ConnectorsAll)
	}
	return g
}

// entriesFor draws a kibana list that PUT accepts and to which the grant can be
// added. [TestSetAndRemoveGrantReturnAcceptedLists] draws other lists.
func entriesFor(t *rapid.T, g Grant) []roles.Entry {
	entries, unwritable := roles.Writable(anyEntries(t))
	if len(unwritable) > 0 || roles.BasePrivilegeIn(entries, g.Space.Get()) != "" {
		t.Skip("PUT refuses the list, or the space has a base privilege")
	}
	return entries
}

func asJSON(t rapid.TB, value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// notOwned returns the entries without the privileges that the grant owns, as JSON: one
// line for each entry and space. It leaves out empty entries.
func notOwned(t rapid.TB, entries []roles.Entry, g Grant) string {
	var lines []string
	for _, e := range entries {
		for _, space := range e.Spaces {
			rest := e
			rest.Spaces = []string{space}
			if space == g.Space.Get() && !e.Foreign() {
				rest.Feature = maps.Clone(e.Feature)
				maps.DeleteFunc(rest.Feature, func(feature string, _ []string) bool { return g.Owns(feature) })
			}
			if len(rest.Feature)+len(rest.Base)+len(rest.Reserved) > 0 {
				lines = append(lines, asJSON(t, rest))
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// checkSetAndRemove sets a grant on a kibana list and removes it. Privileges that the
// grant does not own must not change by a byte, the owned ones must be those of the
// grant, and repeating a step must change nothing: the client verifies a write by
// repeating it. The argument must not change.
func checkSetAndRemove(t rapid.TB, c Catalogue, entries []roles.Entry, g Grant) {
	rest, before := notOwned(t, entries, g), asJSON(t, entries)
	set := storeGrant(c, entries, g)
	removed := RemoveGrant(set, g)
	for step, after := range map[string][]roles.Entry{"set": set, "set and removed": removed, "removed": RemoveGrant(entries, g)} {
		if diff := cmp.Diff(rest, notOwned(t, after, g)); diff != "" {
			t.Fatalf("%s: the rest changed (-before +after):\n%s", step, diff)
		}
	}
	if diff := cmp.Diff(c.EncodeGrant(g), g.StoredIn(roles.PrivilegesOf(set)), ignoreEmpty); diff != "" {
		t.Fatalf("the grant (-encoded +stored):\n%s", diff)
	}
	if left := g.StoredIn(roles.PrivilegesOf(removed)); len(left) > 0 {
		t.Fatalf("not removed: %v", left)
	}
	if twice := storeGrant(c, set, g); asJSON(t, twice) != asJSON(t, set) {
		t.Fatalf("set twice:\n%s\n%s", asJSON(t, set), asJSON(t, twice))
	}
	if twice := RemoveGrant(removed, g); asJSON(t, twice) != asJSON(t, removed) {
		t.Fatalf("removed twice:\n%s\n%s", asJSON(t, removed), asJSON(t, twice))
	}
	if asJSON(t, entries) != before {
		t.Fatalf("the argument changed:\n%s\n%s", before, asJSON(t, entries))
	}
}

func TestSetAndRemoveGrantChangeOwnedPrivilegesOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anyGrant(t)
		checkSetAndRemove(t, c, entriesFor(t, g), g)
	})
}

// The role holds no privilege of the grant before.
func TestRemoveGrantUndoesSetGrant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anyGrant(t)
		entries := RemoveGrant(entriesFor(t, g), g)
		if diff := cmp.Diff(roles.PrivilegesOf(entries), roles.PrivilegesOf(RemoveGrant(storeGrant(c, entries, g), g))); diff != "" {
			t.Fatalf("role (-before +after):\n%s", diff)
		}
	})
}

// The grants own different parts.
func TestGrantsCanBeSetInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCatalogue(t), anyGrant(t)
		b := anyGrant(t)
		if b.Space == a.Space {
			b = b.Except(a.Parts())
		}
		entries := entriesFor(t, a)
		if roles.BasePrivilegeIn(entries, b.Space.Get()) != "" {
			t.Skip("the space has a base privilege")
		}
		ab, ba := storeGrant(c, storeGrant(c, entries, a), b), storeGrant(c, storeGrant(c, entries, b), a)
		if diff := cmp.Diff(roles.PrivilegesOf(ab), roles.PrivilegesOf(ba), ignoreEmpty); diff != "" {
			t.Fatalf("role (-first +second first):\n%s", diff)
		}
		for _, g := range []Grant{a, b} {
			if diff := cmp.Diff(c.EncodeGrant(g), g.StoredIn(roles.PrivilegesOf(ab)), ignoreEmpty); diff != "" {
				t.Fatalf("the grant (-encoded +stored):\n%s", diff)
			}
		}
	})
}

// Entries for other spaces and foreign entries keep their bytes and their order. No
// empty entry remains.
func TestSetAndRemoveGrantKeepOtherEntries(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anyGrant(t)
		entries := entriesFor(t, g)
		otherEntries := func(entries, of []roles.Entry) []byte {
			var kept bytes.Buffer
			for _, e := range entries {
				if text := asJSON(t, e); e.Foreign() || !slices.Contains(e.Spaces, g.Space.Get()) && slices.ContainsFunc(of, func(o roles.Entry) bool { return asJSON(t, o) == text }) {
					kept.WriteString(text + "\n")
				}
			}
			return kept.Bytes()
		}
		for _, after := range [][]roles.Entry{storeGrant(c, entries, g), RemoveGrant(entries, g)} {
			others := slices.DeleteFunc(slices.Clone(entries), func(e roles.Entry) bool { return !e.Foreign() && slices.Contains(e.Spaces, g.Space.Get()) })
			if want := otherEntries(others, others); !isSubsequence(want, otherEntries(after, others)) {
				t.Fatalf("other entries:\n%s\nbecame:\n%s", want, otherEntries(after, others))
			}
			for _, e := range after {
				if len(e.Feature)+len(e.Base)+len(e.Reserved) == 0 {
					t.Fatalf("an empty entry remains: %s", asJSON(t, after))
				}
			}
		}
	})
}

// isSubsequence reports whether of contains all lines in their order.
func isSubsequence(lines, of []byte) bool {
	for line := range bytes.Lines(lines) {
		_, after, found := bytes.Cut(of, line)
		if !found {
			return false
		}
		of = after
	}
	return true
}

// DecodeGrant keeps the wording of the grant that was set. An empty prior grant takes
// over the stored privileges, in a configuration that the rules accept.
func TestDecodeGrantAfterSetGrant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anyGrant(t)
		set := storeGrant(c, entriesFor(t, g), g)
		if diff := cmp.Diff(g, c.DecodeGrant(roles.PrivilegesOf(set), g), ignoreEmpty); diff != "" {
			t.Fatalf("grant (-set +decoded):\n%s", diff)
		}
		takenOver := c.DecodeGrant(roles.PrivilegesOf(set), Grant{Space: g.Space})
		if len(takenOver.Config.rawFeatures()) == 0 && !c.Equivalent(c.EncodeGrant(takenOver), takenOver.StoredIn(roles.PrivilegesOf(set))) {
			t.Fatalf("%v is decoded as %+v", roles.PrivilegesOf(set)[g.Space.Get()], takenOver)
		}
		if findings := CheckGrant(takenOver); !takenOver.Empty() && len(findings) > 0 {
			t.Fatalf("%+v is refused: %+v", takenOver, findings)
		}
	})
}

// DecodeGrant must not change the owned features, whatever is stored: the next apply
// would revoke a new one, or leave a lost one behind.
func TestDecodeGrantKeepsOwnedFeatures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anyGrant(t)
		entries := anyEntries(t)
		decoded := c.DecodeGrant(roles.PrivilegesOf(entries), g)
		for _, feature := range []string{"securitySolutionCasesV3", "observabilityCases", "generalCasesV2", "actions", "ml", "brandNew"} {
			if decoded.Owns(feature) != g.Owns(feature) {
				t.Fatalf("%s: %v becomes %v, as %+v becomes %+v", feature, g.Owns(feature), decoded.Owns(feature), g, decoded)
			}
		}
		decoded.Config.setRawFeatures(nil) // a grant has no raw feature privileges
		again := c.DecodeGrant(roles.PrivilegesOf(entries), decoded)
		again.Config.setRawFeatures(nil)
		if !cmp.Equal(decoded, again, ignoreEmpty) {
			t.Fatalf("decoded again:\n%s", cmp.Diff(decoded, again, ignoreEmpty))
		}
	})
}
