package cases

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// expectAccepted checks a list against the rules of the PUT schema.
func expectAccepted(t rapid.TB, entries []roles.Entry) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Foreign() {
			continue
		}
		if len(e.Spaces) == 0 || len(e.Base) > 0 && len(e.Feature) > 0 || len(e.Base) == 0 && !roles.HasIDs(e.Feature) {
			t.Fatalf("PUT refuses %s", asJSON(t, e))
		}
		for _, space := range e.Spaces {
			if seen[space] || space == roles.AllSpaces && len(e.Spaces) > 1 || space != roles.AllSpaces && !roles.IsSpaceID(space) {
				t.Fatalf("PUT refuses %q in %s", space, asJSON(t, entries))
			}
			seen[space] = true
		}
	}
}

// storedEntries draws a kibana list as Elasticsearch may store it, with entries that
// Kibana never writes.
func storedEntries(t *rapid.T) []roles.Entry {
	entries := anyEntries(t)
	for i := range entries {
		switch rapid.IntRange(0, 19).Draw(t, "oddity") {
		case 0:
			entries[i].Spaces = append(entries[i].Spaces, rapid.SampledFrom([]string{"*-prod", "Soc", "", "soc"}).Draw(t, "space"))
		case 1:
			entries[i].Spaces = nil
		case 2:
			entries[i].Feature = featureIDs{"ml": nil}
		case 3:
			entries[i].Base = []string{"all"}
		}
	}
	return entries
}

// PUT accepts the list to which a grant is added, and from which it is removed.
func TestSetAndRemoveGrantReturnAcceptedLists(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, g := anyCatalogue(t), anyGrant(t)
		entries := storedEntries(t)
		if _, reasons := roles.Writable(entries); len(reasons) > 0 || roles.BasePrivilegeIn(entries, g.Space.Get()) != "" {
			t.Skip("PUT refuses the list, or the space has a base privilege")
		}
		set := storeGrant(c, entries, g)
		expectAccepted(t, set)
		expectAccepted(t, RemoveGrant(entries, g))
		expectAccepted(t, RemoveGrant(set, g))
		rest := func(entries []roles.Entry) roles.Role { return roles.Role{Kibana: RemoveGrant(entries, g)} }
		if !rest(set).Equal(rest(entries)) {
			t.Fatalf("the rest changed:\n%s\n%s", asJSON(t, rest(entries)), asJSON(t, rest(set)))
		}
	})
}
