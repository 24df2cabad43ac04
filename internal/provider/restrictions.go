package provider

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// restrictionsTimeout is how long a plan waits for the restricted privileges. Without
// an answer it uses a built-in table, and Kibana may refuse the role at apply.
const restrictionsTimeout = 10 * time.Second

// restrictions caches the privileges that Kibana does not accept in every space. They
// are requested once, when the first role needs them.
type restrictions struct {
	mu        sync.Mutex // held during the request; guards the other fields
	requested bool
	byFeature map[string]cases.Restrictions // nil if Kibana did not answer
}

// featureRestrictions returns the privileges that Kibana restricts, by feature. It
// returns nil for a pinned version, or if Kibana does not answer.
func (k *kibana) featureRestrictions(ctx context.Context) map[string]cases.Restrictions {
	if !k.reachable() || k.pinned != nil {
		return nil
	}
	r := &k.restrictions
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.requested {
		return r.byFeature
	}
	short, cancel := context.WithTimeout(ctx, restrictionsTimeout)
	defer cancel()
	found, err := k.client.FeatureRestrictions(short)
	if ctx.Err() != nil { // an interrupted caller must not decide for the others
		return nil
	}
	r.requested = true
	if err == nil {
		r.byFeature = make(map[string]cases.Restrictions, len(found))
		for feature, restricted := range found {
			r.byFeature[feature] = cases.Restrictions(restricted)
		}
	}
	return r.byFeature
}

// checkRestrictions returns errors for the raw privileges of a role that Kibana would
// refuse. It sends a request only if a named space has raw privileges.
func (p *parsedRole) checkRestrictions(ctx context.Context, k *kibana, c *cases.Catalogue, prior *parsedRole) diag.Diagnostics {
	if c == nil || !p.spaces.HasFeaturesInNamedSpaces() {
		return nil
	}
	return findings(c.CheckRestrictions(p.spaces, prior.held(), k.featureRestrictions(ctx)))
}
