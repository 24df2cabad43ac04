package provider

import (
	"slices"
	"sync"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// claims remembers which features grants have taken up in this apply. Terraform
// does not order a grant that lets go of a feature and another that takes it up
// (a renamed resource, a grant split in two, create_before_destroy): what is
// taken up stays.
type claims struct {
	mu   sync.Mutex
	held map[string][]*cases.Share // by role
}

// claim notes what a grant takes up, and returns what forgets it again.
func (c *claims) claim(role string, share cases.Share) (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil {
		c.held = map[string][]*cases.Share{}
	}
	claimed := &share
	c.held[role] = append(c.held[role], claimed)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.held[role] = slices.DeleteFunc(c.held[role], func(s *cases.Share) bool { return s == claimed })
	}
}

// unclaimed returns what of a share nobody has taken up.
func (c *claims) unclaimed(role string, share cases.Share) cases.Share {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, other := range c.held[role] {
		if other.Space == share.Space {
			share = share.Without(*other)
		}
	}
	return share
}
