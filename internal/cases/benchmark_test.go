package cases

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// What is done for every role in a plan: from Kibana's JSON to words, from words
// to what is stored, and what a grant does to a role that others own.
func BenchmarkRole(b *testing.B) {
	catalogue := builtIn(b, "9.5")
	grant := func(access Access) map[Solution]SolutionAccess {
		return map[Solution]SolutionAccess{
			Security: {Access: Known(access)}, Observability: {Access: Known(access), SubFeatures: choose(map[SubFeature]bool{"delete_cases": false})}, Stack: {Access: Known(View)},
		}
	}
	words := Spaces{
		"soc":     {Cases: casesOf(grant(Full)), Features: idsOf(map[string][]string{"discover_v2": {"read"}, "dashboard_v2": {"read"}})},
		"sandbox": {Cases: casesOf(grant(Assignee)), Connectors: Known(ConnectorsRead)},
	}
	stored := catalogue.Encode(words)
	payload, err := roles.Role{Kibana: stored.Entries()}.Payload()
	if err != nil {
		b.Fatal(err)
	}
	text := slices.Concat([]byte(`{"name":"soc-tier1",`), payload[1:])
	share := Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(grant(View))}}
	b.Run("Unmarshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var role roles.Role
			if err := json.Unmarshal(text, &role); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, do := range map[string]func(){
		"Encode":       func() { catalogue.Encode(words) },
		"Decode":       func() { catalogue.Decode(stored, words) },
		"Capabilities": func() { catalogue.Capabilities(stored) },
		"Fingerprint":  func() { roles.Role{Name: "soc-tier1", Kibana: stored.Entries()}.Fingerprint() },
		"SetStored":    func() { storeGrant(catalogue, stored.Entries(), share) },
		"Withdraw":     func() { RemoveGrant(stored.Entries(), share) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				do()
			}
		})
	}
}

// BenchmarkWritable looks at a role of many spaces that needs no other form, as
// every grant on it does.
func BenchmarkWritable(b *testing.B) {
	entries := make([]roles.Entry, 1000)
	for i := range entries {
		entries[i] = roles.Entry{Spaces: []string{fmt.Sprintf("space-%d", i)}, Feature: featureIDs{"ml": {"all"}, "apm": {"read"}}}
	}
	for b.Loop() {
		roles.Writable(entries)
	}
}
