package provider

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// enoughForRestrictions bounds the question which privileges Kibana restricts:
// without an answer a plan goes by a table, and Kibana refuses at apply.
const enoughForRestrictions = 10 * time.Second

// restrictions is what Kibana says of privileges that it does not take everywhere.
// It is asked once, when the first role needs it.
type restrictions struct {
	mu    sync.Mutex // held while asking
	asked bool
	known map[string]cases.Restrictions // nil where Kibana did not say
}

// restrictionsBy asks Kibana which privileges it restricts, by feature; nil where
// it does not say. Plans for a pinned version do without.
func (k *kibana) restrictionsBy(ctx context.Context) map[string]cases.Restrictions {
	if !k.reachable() || k.pinned != nil {
		return nil
	}
	r := &k.restrictions
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asked {
		return r.known
	}
	soon, cancel := context.WithTimeout(ctx, enoughForRestrictions)
	defer cancel()
	found, err := k.client.FeatureRestrictions(soon)
	if ctx.Err() != nil { // the caller's own end is nobody else's
		return nil
	}
	r.asked = true
	if err == nil {
		r.known = make(map[string]cases.Restrictions, len(found))
		for feature, restricted := range found {
			r.known[feature] = cases.Restrictions(restricted)
		}
	}
	return r.known
}

// checkRestrictions says what Kibana refuses of the raw privileges of a role that
// is to be written. Kibana is asked only if there are any in a named space.
func (p *parsedRole) checkRestrictions(ctx context.Context, k *kibana, c *cases.Catalogue, prior *parsedRole) diag.Diagnostics {
	if c == nil || !p.spaces.RawInNamedSpaces() {
		return nil
	}
	return findings(c.CheckRestrictions(p.spaces, prior.held(), k.restrictionsBy(ctx)))
}
