package roles

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Kibana accepts 1,000 entries. If there are more, equal ones share an entry, of at most
// 1,000 spaces. The role stays the same.
func TestPayloadJoinsEqualEntries(t *testing.T) {
	t.Parallel()
	read, all := featureIDs{"generalCasesV3": {"read"}}, featureIDs{"generalCasesV3": {"all"}}
	one := func(features featureIDs, spaces ...string) Entry {
		return Entry{Spaces: spaces, Base: []string{}, Feature: features}
	}
	many := func(n int, of func(i int) Entry) (entries []Entry) {
		for i := range n {
			entries = append(entries, of(i))
		}
		return entries
	}
	name := func(i int) string { return fmt.Sprintf("s%04d", i) }
	everywhere := Entry{Spaces: []string{AllSpaces}, Base: []string{}, Feature: read}
	for title, test := range map[string]struct {
		entries []Entry
		spaces  []int // of each entry in the body
	}{
		"few":                        {many(3, func(i int) Entry { return one(read, name(i)) }), []int{1, 1, 1}},
		"as many as a body may have": {many(1000, func(i int) Entry { return one(read, name(i)) }), slices.Repeat([]int{1}, 1000)},
		"equal":                      {many(1200, func(i int) Entry { return one(read, name(i)) }), []int{1000, 200}},
		"all spaces among them":      {append(many(1100, func(i int) Entry { return one(read, name(i)) }), everywhere, one(read, "z")), []int{1000, 101, 1}},
		"of two kinds":               {many(1800, func(i int) Entry { return one([]featureIDs{read, all}[i%2], name(i)) }), []int{900, 900}},
		"with several spaces":        {many(1001, func(i int) Entry { return one(read, name(i), "x"+name(i), "y"+name(i)) }), []int{999, 999, 999, 6}},
		"with an unknown key": {many(1001, func(i int) Entry {
			e := one(read, name(i))
			if i == 0 {
				e.Other = map[string]json.RawMessage{"new": json.RawMessage("1")}
			}
			return e
		}), []int{1, 1000}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			role := Role{Name: "r", Kibana: test.entries}
			before := role.Fingerprint()
			body, err := role.Payload()
			if err != nil {
				t.Fatal(err)
			}
			var sent struct{ Kibana []Entry }
			if err := json.Unmarshal(body, &sent); err != nil {
				t.Fatal(err)
			}
			var spaces []int
			for _, e := range sent.Kibana {
				spaces = append(spaces, len(e.Spaces))
			}
			if diff := cmp.Diff(test.spaces, spaces); diff != "" {
				t.Errorf("spaces (-want +got):\n%s", diff)
			}
			if after := (Role{Name: "r", Kibana: sent.Kibana}); after.Fingerprint() != before || role.Fingerprint() != before {
				t.Error("the body has another role")
			}
		})
	}
}
