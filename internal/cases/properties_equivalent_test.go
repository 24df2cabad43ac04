package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEquivalentIsAnEquivalenceRelation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCatalogue(t), anyPrivileges(t)
		b, d := rewritten(t, c, a), anyPrivileges(t)
		other := rewritten(t, c, b)
		if !c.Equivalent(a, a) || !c.Equivalent(d, d) {
			t.Fatal("not reflexive")
		}
		if c.Equivalent(a, d) != c.Equivalent(d, a) || c.Equivalent(a, b) != c.Equivalent(b, a) {
			t.Fatal("not symmetric")
		}
		if !c.Equivalent(a, b) || !c.Equivalent(b, other) || !c.Equivalent(a, other) {
			t.Fatalf("not equivalent, or not transitive:\n%v\n%v\n%v", a, b, other)
		}
		if c.Equivalent(a, d) != c.Equivalent(other, d) {
			t.Fatalf("not transitive:\n%v\n%v\n%v", a, other, d)
		}
	})
}

// This holds across generations: a deprecated privilege grants the operations of its
// replacement.
func TestEquivalentPrivilegesGiveEqualCapabilities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCatalogue(t), anyPrivileges(t)
		b := rewritten(t, c, a)
		if diff := cmp.Diff(c.Capabilities(a), c.Capabilities(b)); diff != "" {
			t.Fatalf("%v\n%v\n%s", a, b, diff)
		}
		written := c.Encode(c.Decode(a, nil))
		if diff := cmp.Diff(c.Capabilities(a), c.Capabilities(written)); diff != "" {
			t.Fatalf("%v\n%v\n%s", a, written, diff)
		}
	})
}

func TestAdditionalSpaceIsNotEquivalent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCatalogue(t), anyPrivileges(t)
		b := copyOf(a)
		held := anySpacePrivileges(t)
		if len(held.Features) > 0 {
			held.Features["one_more"] = []string{"all"}
		}
		b["another"] = held
		if c.Equivalent(a, b) {
			t.Fatalf("%v\n%v", a, b)
		}
	})
}
