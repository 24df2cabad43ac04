package roles

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrivilegesOfGroupsEntriesBySpace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		entries []Entry
		want    Privileges
	}{
		"nothing": {nil, nil},
		"an entry for two spaces": {
			[]Entry{{Spaces: []string{"a", "b"}, Feature: featureIDs{"ml": {"all"}}}},
			Privileges{"a": {Features: featureIDs{"ml": {"all"}}}, "b": {Features: featureIDs{"ml": {"all"}}}},
		},
		"two entries for a space": {
			[]Entry{{Spaces: []string{"a"}, Feature: featureIDs{"ml": {"read"}}}, {Spaces: []string{"b", "a"}, Feature: featureIDs{"ml": {"all", "read"}, "x": {"y"}}}},
			Privileges{"a": {Features: featureIDs{"ml": {"read", "all"}, "x": {"y"}}}, "b": {Features: featureIDs{"ml": {"all", "read"}, "x": {"y"}}}},
		},
		"duplicates":                   {[]Entry{{Spaces: []string{"a", "a"}, Base: []string{"all", "all"}}}, Privileges{"a": {Base: []string{"all"}}}},
		"a feature without privileges": {[]Entry{{Spaces: []string{"a"}, Feature: featureIDs{"ml": {}, "x": {"y"}}}}, Privileges{"a": {Features: featureIDs{"x": {"y"}}}}},
		"an entry without privileges":  {[]Entry{{Spaces: []string{"a"}, Feature: featureIDs{"ml": {}}}}, nil},
		"foreign entries": {
			[]Entry{{Spaces: []string{"*"}, Reserved: []string{"ml_user"}}, {Spaces: []string{"*"}, Base: []string{"*"}}, {Spaces: []string{"*"}, Base: []string{"read"}}},
			Privileges{"*": {Base: []string{"read"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, PrivilegesOf(test.entries), ignoreEmpty); diff != "" {
				t.Errorf("privileges (-want +got):\n%s", diff)
			}
		})
	}
}

// Each entry has every key that Kibana requires.
func TestEntriesHasOneEntryPerSpace(t *testing.T) {
	t.Parallel()
	got := Privileges{"b": {Base: []string{"read"}}, "-": {Features: featureIDs{"ml": {"all"}}}, "*": {Features: featureIDs{"x": {"y"}}}}.Entries()
	want := []Entry{
		{Spaces: []string{"*"}, Base: []string{}, Feature: featureIDs{"x": {"y"}}},
		{Spaces: []string{"-"}, Base: []string{}, Feature: featureIDs{"ml": {"all"}}},
		{Spaces: []string{"b"}, Base: []string{"read"}, Feature: featureIDs{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if got := (Privileges{}).Entries(); got == nil || len(got) != 0 {
		t.Errorf("no privileges: %#v", got)
	}
}

// A base privilege for all spaces or in a foreign entry does not count.
func TestBaseInLooksAtExactlyOneSpace(t *testing.T) {
	t.Parallel()
	entries := kibanaList(t, `[
		{"spaces":["soc","noc"],"base":["read"],"feature":{}},
		{"spaces":["ops"],"base":["read","all"],"feature":{}},
		{"spaces":["*"],"base":["*"],"feature":{}},
		{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]}]`)
	for space, want := range map[string]string{"soc": "read", "noc": "read", "ops": "all", "*": "", "dev": ""} {
		if got := BasePrivilegeIn(entries, space); got != want {
			t.Errorf("base privilege in %q: %q, want %q", space, got, want)
		}
	}
	if got := BasePrivilegeIn(kibanaList(t, `[{"spaces":["*"],"base":["all"],"feature":{}}]`), "*"); got != "all" {
		t.Errorf(`base privilege in "*": %q`, got)
	}
}
