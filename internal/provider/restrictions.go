package provider

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// restrictionsTimeout is how long a plan waits for the restricted privileges.
// Without an answer it uses a built-in table, and Kibana may refuse at apply.
const restrictionsTimeout = 10 * time.Second

// restrictions are the privileges that Kibana does not accept everywhere. It is asked
// once, when the first role needs them.
type restrictions struct {
	mu    sync.Mutex // held while asking; guards the others
	asked bool
	known map[string]cases.Restrictions // nil if Kibana did not answer
}

// featureRestrictions returns the privileges that Kibana restricts, by feature; nil if it
// does not answer, and for a pinned version.
func (k *kibana) featureRestrictions(ctx context.Context) map[string]cases.Restrictions {
	if !k.reachable() || k.pinned != nil {
		return nil
	}
	r := &k.restrictions
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asked {
		return r.known
	}
	soon, cancel := context.WithTimeout(ctx, restrictionsTimeout)
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

// checkRestrictions returns the raw privileges of a role that Kibana would refuse. It
// asks Kibana only if a named space has raw privileges.
func (p *parsedRole) checkRestrictions(ctx context.Context, k *kibana, c *cases.Catalogue, prior *parsedRole) diag.Diagnostics {
	if c == nil || !p.spaces.HasFeaturesInNamedSpaces() {
		return nil
	}
	return findings(c.CheckRestrictions(p.spaces, prior.held(), k.featureRestrictions(ctx)))
}
