package cases

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestCompareCapabilities(t *testing.T) {
	t.Parallel()
	want := []Capability{
		"read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases",
		"assign_users", "push_cases", "use_connectors", "manage_connectors", "archive_cases", "zip_cases",
	}
	if got := slices.SortedFunc(slices.Values(slices.Sorted(slices.Values(want))), CompareCapabilities); !slices.Equal(got, want) {
		t.Errorf("sorted: %q", got)
	}
}

func TestCapabilitiesAreAlwaysInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored := anyCatalogue(t), anyPrivileges(t)
		for _, held := range []map[string][]Capability{
			c.Capabilities(stored),
			c.Union([]roles.Role{roleWith("a", stored)}).Capabilities(),
		} {
			for _, list := range slices.Collect(maps.Values(held)) {
				if !slices.IsSortedFunc(list, CompareCapabilities) {
					t.Errorf("capabilities: %q", list)
				}
			}
		}
	})
}
