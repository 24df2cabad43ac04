package cases

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
	"pgregory.net/rapid"
)

var someSpaces = []string{roles.AllSpaces, "soc", "noc", "ops"}

// anyEntry draws what a role's kibana list may hold: entries for several
// spaces, with base privileges, of other applications, and with keys and ids
// that nobody knows yet.
func anyEntry(t *rapid.T) roles.Entry {
	e := roles.Entry{
		Spaces:  rapid.SliceOfNDistinct(rapid.SampledFrom(someSpaces), 1, 3, rapid.ID[string]).Draw(t, "spaces"),
		Base:    []string{},
		Feature: featureIDs{},
	}
	if rapid.Bool().Draw(t, "unknown key?") {
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

// anyEntries draws a role's kibana list, in which spaces and features may
// repeat.
func anyEntries(t *rapid.T) []roles.Entry {
	return rapid.SliceOfN(rapid.Custom(anyEntry), 0, 5).Draw(t, "entries")
}

// anyShare draws a share that the rules accept, in some space.
func anyShare(t *rapid.T) Grant {
	s := Grant{Space: Known(rapid.SampledFrom(someSpaces).Draw(t, "space"))}
	for _, solution := range rapid.SliceOfNDistinct(rapid.SampledFrom(Solutions()), 0, 3, rapid.ID[Solution]).Draw(t, "solutions") {
		s.Config.setAccess(solution, anySolutionAccess(t))
	}
	if s.Empty() || rapid.Bool().Draw(t, "connectors?") {
		s.Config.Connectors = Known(rapid.SampledFrom(ConnectorLevels()).Draw(t, "connectors"))
	}
	if s.Config.hasFullAccess() {
		s.Config.Connectors = Known(ConnectorsAll)
	}
	return s
}

// grantableTo draws a role to which the share can be added, in a form that needs
// no other change. [TestShareIsTakenBack] draws all others.
func grantableTo(t *rapid.T, s Grant) []roles.Entry {
	entries, unwritable := roles.Writable(anyEntries(t))
	if len(unwritable) > 0 || roles.BaseIn(entries, s.Space.Get()) != "" {
		t.Skip("Kibana takes nothing of it back, or nothing beside a base privilege")
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

// notOf is what a role holds beside a share, byte for byte: its entries as JSON,
// taken apart by space. An entry that holds nothing is left out.
func notOf(t rapid.TB, entries []roles.Entry, s Grant) string {
	var lines []string
	for _, e := range entries {
		for _, space := range e.Spaces {
			own := e
			own.Spaces = []string{space}
			if space == s.Space.Get() && !e.Foreign() {
				own.Feature = maps.Clone(e.Feature)
				maps.DeleteFunc(own.Feature, func(feature string, _ []string) bool { return s.Owns(feature) })
			}
			if len(own.Feature)+len(own.Base)+len(own.Reserved) > 0 {
				lines = append(lines, asJSON(t, own))
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// checkMerging checks what becomes of a kibana list to which a share is added,
// and from which it is withdrawn. What the share does not own is what it was,
// byte for byte; the share is what it says; and doing it again changes nothing,
// which is how a write is verified. The argument is never changed.
func checkMerging(t rapid.TB, c Catalogue, entries []roles.Entry, s Grant) {
	rest, before := notOf(t, entries, s), asJSON(t, entries)
	merged := storeGrant(c, entries, s)
	withdrawn := RemoveGrant(merged, s)
	for what, after := range map[string][]roles.Entry{"merged": merged, "withdrawn": withdrawn, "withdrawn at once": RemoveGrant(entries, s)} {
		if diff := cmp.Diff(rest, notOf(t, after, s)); diff != "" {
			t.Fatalf("%s: the rest changed (-before +after):\n%s", what, diff)
		}
	}
	if diff := cmp.Diff(c.EncodeGrant(s), s.StoredIn(roles.PrivilegesOf(merged)), ignoreEmpty); diff != "" {
		t.Fatalf("the share (-said +stored):\n%s", diff)
	}
	if left := s.StoredIn(roles.PrivilegesOf(withdrawn)); len(left) > 0 {
		t.Fatalf("left behind: %v", left)
	}
	if twice := storeGrant(c, merged, s); asJSON(t, twice) != asJSON(t, merged) {
		t.Fatalf("merged twice:\n%s\n%s", asJSON(t, merged), asJSON(t, twice))
	}
	if twice := RemoveGrant(withdrawn, s); asJSON(t, twice) != asJSON(t, withdrawn) {
		t.Fatalf("withdrawn twice:\n%s\n%s", asJSON(t, withdrawn), asJSON(t, twice))
	}
	if asJSON(t, entries) != before {
		t.Fatalf("the argument changed:\n%s\n%s", before, asJSON(t, entries))
	}
}

func TestShareLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCatalogue(t), anyShare(t)
		checkMerging(t, c, grantableTo(t, s), s)
	})
}

// Setting a share on a role that holds nothing of it, and withdrawing it, leaves
// the role as it was: space by space, feature by feature.
func TestShareMergedAndWithdrawn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCatalogue(t), anyShare(t)
		entries := RemoveGrant(grantableTo(t, s), s)
		if diff := cmp.Diff(roles.PrivilegesOf(entries), roles.PrivilegesOf(RemoveGrant(storeGrant(c, entries, s), s))); diff != "" {
			t.Fatalf("role (-before +after):\n%s", diff)
		}
	})
}

// The shares of different owners can be set in any order.
func TestSharesMergedInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCatalogue(t), anyShare(t)
		b := anyShare(t)
		if b.Space == a.Space {
			b = b.Except(a.Parts())
		}
		entries := grantableTo(t, a)
		if roles.BaseIn(entries, b.Space.Get()) != "" {
			t.Skip("Kibana takes nothing beside a base privilege")
		}
		ab, ba := storeGrant(c, storeGrant(c, entries, a), b), storeGrant(c, storeGrant(c, entries, b), a)
		if diff := cmp.Diff(roles.PrivilegesOf(ab), roles.PrivilegesOf(ba), ignoreEmpty); diff != "" {
			t.Fatalf("role (-first +second first):\n%s", diff)
		}
		for _, s := range []Grant{a, b} {
			if diff := cmp.Diff(c.EncodeGrant(s), s.StoredIn(roles.PrivilegesOf(ab)), ignoreEmpty); diff != "" {
				t.Fatalf("the share (-said +stored):\n%s", diff)
			}
		}
	})
}

// Entries that have nothing to do with the space keep their bytes and their
// order, foreign ones wherever they hold. No entry is left that grants nothing.
func TestShareKeepsEntries(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCatalogue(t), anyShare(t)
		entries := grantableTo(t, s)
		apart := func(entries, of []roles.Entry) []byte {
			var kept bytes.Buffer
			for _, e := range entries {
				if text := asJSON(t, e); e.Foreign() || !slices.Contains(e.Spaces, s.Space.Get()) && slices.ContainsFunc(of, func(o roles.Entry) bool { return asJSON(t, o) == text }) {
					kept.WriteString(text + "\n")
				}
			}
			return kept.Bytes()
		}
		for _, after := range [][]roles.Entry{storeGrant(c, entries, s), RemoveGrant(entries, s)} {
			unconcerned := slices.DeleteFunc(slices.Clone(entries), func(e roles.Entry) bool { return !e.Foreign() && slices.Contains(e.Spaces, s.Space.Get()) })
			if want := apart(unconcerned, unconcerned); !isSubsequence(want, apart(after, unconcerned)) {
				t.Fatalf("entries of other spaces:\n%s\nbecame:\n%s", want, apart(after, unconcerned))
			}
			for _, e := range after {
				if len(e.Feature)+len(e.Base)+len(e.Reserved) == 0 {
					t.Fatalf("an entry that grants nothing is left: %s", asJSON(t, after))
				}
			}
		}
	})
}

// isSubsequence reports whether the lines are all there, in this order.
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

// What is read back is said in the words that were written. Without words, the
// share takes over what it finds, in words that the rules accept.
func TestShareReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCatalogue(t), anyShare(t)
		merged := storeGrant(c, grantableTo(t, s), s)
		if diff := cmp.Diff(s, c.DecodeGrant(roles.PrivilegesOf(merged), s), ignoreEmpty); diff != "" {
			t.Fatalf("words (-written +read):\n%s", diff)
		}
		found := c.DecodeGrant(roles.PrivilegesOf(merged), Grant{Space: s.Space})
		if len(found.Config.rawFeatures()) == 0 && !c.Equivalent(c.EncodeGrant(found), found.StoredIn(roles.PrivilegesOf(merged))) {
			t.Fatalf("%v is said to be %+v", roles.PrivilegesOf(merged)[s.Space.Get()], found)
		}
		if findings := CheckGrant(found); !found.Empty() && len(findings) > 0 {
			t.Fatalf("%+v is refused: %+v", found, findings)
		}
	})
}

// Whatever others make of a share, reading it neither gives up a feature nor
// takes one over: it would be revoked, or left behind, by the next change.
func TestShareOwnsTheSameWhateverIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCatalogue(t), anyShare(t)
		entries := anyEntries(t)
		read := c.DecodeGrant(roles.PrivilegesOf(entries), s)
		for _, feature := range []string{"securitySolutionCasesV3", "observabilityCases", "generalCasesV2", "actions", "ml", "brandNew"} {
			if read.Owns(feature) != s.Owns(feature) {
				t.Fatalf("%s: %v becomes %v, as %+v becomes %+v", feature, s.Owns(feature), read.Owns(feature), s, read)
			}
		}
		read.Config.setRawFeatures(nil) // ids that no word can say are not kept
		again := c.DecodeGrant(roles.PrivilegesOf(entries), read)
		again.Config.setRawFeatures(nil)
		if !cmp.Equal(read, again, ignoreEmpty) {
			t.Fatalf("read again:\n%s", cmp.Diff(read, again, ignoreEmpty))
		}
	})
}
