package cases

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
	"pgregory.net/rapid"
)

// takenBack checks a list as the schema of PUT does.
func takenBack(t rapid.TB, entries []roles.Entry) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Foreign() {
			continue
		}
		if len(e.Spaces) == 0 || len(e.Base) > 0 && len(e.Feature) > 0 || len(e.Base) == 0 && !roles.AnyIDs(e.Feature) {
			t.Fatalf("Kibana does not take %s", asJSON(t, e))
		}
		for _, space := range e.Spaces {
			if seen[space] || space == roles.AllSpaces && len(e.Spaces) > 1 || space != roles.AllSpaces && !roles.IsSpaceID(space) {
				t.Fatalf("Kibana does not take %q in %s", space, asJSON(t, entries))
			}
			seen[space] = true
		}
	}
}

// storedEntries draws what Elasticsearch may hold, with what Kibana never writes.
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

// TestShareIsTakenBack: a role to which a share is added, or from which it is
// withdrawn, is one that Kibana takes.
func TestShareIsTakenBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, s := anyCatalogue(t), anyShare(t)
		entries := storedEntries(t)
		if _, reasons := roles.Writable(entries); len(reasons) > 0 || roles.BaseIn(entries, s.Space.Get()) != "" {
			t.Skip("nothing can be added")
		}
		merged := storeGrant(c, entries, s)
		takenBack(t, merged)
		takenBack(t, RemoveGrant(entries, s))
		takenBack(t, RemoveGrant(merged, s))
		rest := func(entries []roles.Entry) roles.Role { return roles.Role{Kibana: RemoveGrant(entries, s)} }
		if !rest(merged).Equal(rest(entries)) {
			t.Fatalf("the rest changed:\n%s\n%s", asJSON(t, rest(entries)), asJSON(t, rest(merged)))
		}
	})
}
