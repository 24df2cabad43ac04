package cases

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// BenchmarkRole measures the work for each role in a plan: decoding its JSON,
// converting stored privileges to a configuration and back, and setting a grant.
func BenchmarkRole(b *testing.B) {
	catalogue := builtIn(b, "9.5")
	cases := func(access Access) map[Solution]SolutionAccess {
		return map[Solution]SolutionAccess{
			Security: {Access: Known(access)}, Observability: {Access: Known(access), SubFeatures: choose(map[SubFeature]bool{"delete_cases": false})}, Stack: {Access: Known(View)},
		}
	}
	spaces := Spaces{
		"soc":     {Cases: casesOf(cases(Full)), Features: rawOf(map[string][]string{"discover_v2": {"read"}, "dashboard_v2": {"read"}})},
		"sandbox": {Cases: casesOf(cases(Assignee)), Connectors: Known(ConnectorsRead)},
	}
	stored := catalogue.Encode(spaces)
	payload, err := roles.Role{Kibana: stored.Entries()}.Payload()
	if err != nil {
		b.Fatal(err)
	}
	text := slices.Concat([]byte(`{"name":"soc-tier1",`), payload[1:])
	grant := Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(cases(View))}}
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
		"Encode":       func() { catalogue.Encode(spaces) },
		"Decode":       func() { catalogue.Decode(stored, spaces) },
		"Capabilities": func() { catalogue.Capabilities(stored) },
		"Fingerprint":  func() { roles.Role{Name: "soc-tier1", Kibana: stored.Entries()}.Fingerprint() },
		"SetGrant":     func() { storeGrant(catalogue, stored.Entries(), grant) },
		"RemoveGrant":  func() { RemoveGrant(stored.Entries(), grant) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				do()
			}
		})
	}
}

// BenchmarkWritable measures Writable for a role with many spaces that PUT accepts.
// Each grant on a role needs it.
func BenchmarkWritable(b *testing.B) {
	entries := make([]roles.Entry, 1000)
	for i := range entries {
		entries[i] = roles.Entry{Spaces: []string{fmt.Sprintf("space-%d", i)}, Feature: featureIDs{"ml": {"all"}, "apm": {"read"}}}
	}
	for b.Loop() {
		roles.Writable(entries)
	}
}
