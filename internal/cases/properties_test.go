package cases

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// This holds for every prior configuration.
func TestDecodeReturnsEquivalentConfiguration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored, prior := anyCatalogue(t), anyPrivileges(t), anySpaces(t)
		spaces := c.Decode(stored, prior)
		if back := c.Encode(spaces); !c.Equivalent(stored, back) {
			t.Fatalf("stored  %v\nprior   %+v\ndecoded %+v\nencoded %v", stored, prior, spaces, back)
		}
	})
}

// Kibana, its role editor or an upgrade may store equivalent privileges.
func TestDecodeKeepsWordingOfEncodedConfiguration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, spaces := anyCatalogue(t), anySpaces(t)
		stored := c.Encode(spaces)
		if diff := cmp.Diff(spaces, c.Decode(stored, spaces), ignoreEmpty); diff != "" {
			t.Fatalf("stored %v\nconfiguration (-encoded +decoded):\n%s", stored, diff)
		}
		other := rewritten(t, c, stored)
		if !c.Equivalent(stored, other) {
			t.Fatalf("%v is not equivalent to %v", stored, other)
		}
		got := c.Decode(other, spaces)
		if diff := cmp.Diff(spaces, got, ignoreEmpty); diff != "" {
			t.Fatalf("rewritten %v\nconfiguration (-encoded +decoded):\n%s", other, diff)
		}
	})
}

func TestDecodeKeepsDecodedConfiguration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored, prior := anyCatalogue(t), anyPrivileges(t), anySpaces(t)
		spaces := c.Decode(stored, prior)
		if diff := cmp.Diff(spaces, c.Decode(stored, spaces), ignoreEmpty); diff != "" {
			t.Fatalf("stored %v\nconfiguration (-once +twice):\n%s", stored, diff)
		}
	})
}

// An import has no prior configuration.
func TestDecodeWithoutPriorReturnsAcceptedConfiguration(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored := anyCatalogue(t), anyPrivileges(t)
		spaces := c.Decode(stored, nil)
		for _, f := range CheckSpaces(spaces) {
			if !f.Warning {
				t.Fatalf("stored %v\ndecoded %+v\n%s", stored, spaces, brief(f))
			}
		}
		for id, space := range spaces {
			for solution, access := range space.Cases {
				if got := c.Unsupported(solution, access.Get()); len(got) > 0 {
					t.Fatalf("%s %s: %v", id, solution, got)
				}
			}
		}
	})
}

func TestArgumentsAreNotChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored, prior := anyCatalogue(t), anyPrivileges(t), anySpaces(t)
		before := roles.Privileges{}
		for space, held := range stored {
			features := featureIDs{}
			for feature, ids := range held.Features {
				features[feature] = slices.Clone(ids)
			}
			before[space] = roles.SpacePrivileges{Base: slices.Clone(held.Base), Features: features}
		}
		c.Encode(c.Decode(stored, prior))
		c.Capabilities(stored)
		_ = roles.Role{Kibana: stored.Entries()}.Fingerprint()
		if diff := cmp.Diff(before, stored, ignoreEmpty); diff != "" {
			t.Fatalf("stored (-before +after):\n%s", diff)
		}
	})
}

// Raw feature privileges are the exception.
func TestEncodeUsesNewestIDs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, spaces := anyCatalogue(t), anySpaces(t)
		for id, space := range spaces {
			space.setRawFeatures(nil)
			spaces[id] = space
		}
		for space, held := range c.Encode(spaces) {
			for feature, ids := range held.Features {
				solution, generation, ok := c.findGeneration(feature)
				newest, _ := c.newest(solution)
				if feature != ConnectorsFeature && (!ok || feature != newest.feature) {
					t.Fatalf("%s: %s is written", space, feature)
				}
				for _, privilege := range ids {
					everyFeature := []string{"all", "read", "minimal_all", "minimal_read"}
					if !slices.Contains(everyFeature, privilege) && !slices.Contains(generation.subFeatures, privilege) {
						t.Fatalf("%s: %s.%s is written", space, feature, privilege)
					}
				}
			}
		}
	})
}

func TestPrivilegesOfEntriesAreEqual(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := roles.PrivilegesOf(anyPrivileges(t).Entries())
		if diff := cmp.Diff(p, roles.PrivilegesOf(p.Entries()), ignoreEmpty); diff != "" {
			t.Fatalf("privileges (-before +after):\n%s", diff)
		}
	})
}
