package cases

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
	"pgregory.net/rapid"
)

// Whatever is stored, and whatever was said before, the words mean what is
// stored.
func TestWordsMeanWhatIsStored(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored, prior := anyCatalogue(t), anyPrivileges(t), anySpaces(t)
		words := c.Decode(stored, prior)
		if back := c.Encode(words); !c.Equivalent(stored, back) {
			t.Fatalf("stored %v\nprior  %+v\nwords  %+v\nmean   %v", stored, prior, words, back)
		}
	})
}

// The words of a configuration survive the way to Kibana and back, however
// Kibana, a role editor or an upgrade writes them.
func TestWordsAreKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, said := anyCatalogue(t), anySpaces(t)
		stored := c.Encode(said)
		if diff := cmp.Diff(said, c.Decode(stored, said), ignoreEmpty); diff != "" {
			t.Fatalf("stored %v\nwords (-said +read):\n%s", stored, diff)
		}
		other := rewritten(t, c, stored)
		if !c.Equivalent(stored, other) {
			t.Fatalf("%v is not %v", stored, other)
		}
		got := c.Decode(other, said)
		if diff := cmp.Diff(said, got, ignoreEmpty); diff != "" {
			t.Fatalf("rewritten %v\nwords (-said +read):\n%s", other, diff)
		}
	})
}

// Words that have been read are kept when they are read again.
func TestReadingTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored, prior := anyCatalogue(t), anyPrivileges(t), anySpaces(t)
		words := c.Decode(stored, prior)
		if diff := cmp.Diff(words, c.Decode(stored, words), ignoreEmpty); diff != "" {
			t.Fatalf("stored %v\nwords (-once +twice):\n%s", stored, diff)
		}
	})
}

// A role that is imported is in words that the rules accept, and that this
// Kibana can do.
func TestImportedWordsAreAccepted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored := anyCatalogue(t), anyPrivileges(t)
		words := c.Decode(stored, nil)
		for _, f := range CheckSpaces(words) {
			if !f.Warning {
				t.Fatalf("stored %v\nwords %+v\n%s", stored, words, brief(f))
			}
		}
		for id, space := range words {
			for solution, access := range space.Cases {
				if got := c.Unsupported(solution, access.Get()); len(got) > 0 {
					t.Fatalf("%s %s: %v", id, solution, got)
				}
			}
		}
	})
}

// Reading and writing change nothing that they were given.
func TestNothingIsChanged(t *testing.T) {
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

// Words are written with the newest ids alone.
func TestNewestIDsAreWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, said := anyCatalogue(t), anySpaces(t)
		for id, space := range said {
			space.setRawFeatures(nil)
			said[id] = space
		}
		for space, held := range c.Encode(said) {
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

// Privileges are the same before and after they are an entry list.
func TestEntriesAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := roles.PrivilegesOf(anyPrivileges(t).Entries())
		if diff := cmp.Diff(p, roles.PrivilegesOf(p.Entries()), ignoreEmpty); diff != "" {
			t.Fatalf("privileges (-before +after):\n%s", diff)
		}
	})
}
