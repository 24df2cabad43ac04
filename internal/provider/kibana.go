package provider

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// kibana is what a configured provider hands to its objects: a client for one Kibana,
// facts about it, and what this run does with its roles.
type kibana struct {
	// client is nil while the provider's configuration is not known.
	client *client.Client
	// pinned are the facts about the configured kibana_version; nil without one.
	pinned *facts
	// rewriteDeprecated plans updates that do nothing but replace deprecated ids.
	rewriteDeprecated bool

	owners    owners
	planRoles planRoles

	restrictions restrictions

	known  atomic.Pointer[facts] // the facts about the server; nil until asked
	mu     sync.Mutex            // held while asking
	failed error                 // of the last attempt to ask; guarded by mu
	asked  time.Time             // when that was; guarded by mu
}

// readingFacts is what [kibana.facts] does, for messages.
const readingFacts = "Reading which privileges this Kibana has"

// Patience with a Kibana that does not answer.
const (
	// failureTTL is how long a failure is kept. Many objects then fail together, and not
	// one after the other.
	failureTTL = 30 * time.Second
	// warningFactsTimeout is how long to wait for what only warnings need.
	warningFactsTimeout = 3 * time.Second
)

// facts is what plans need to know of a Kibana.
type facts struct {
	version    string // as the server reports it, or as configured
	flavor     string // "traditional" or "serverless"
	catalogue  *cases.Catalogue
	deployment cases.Deployment
}

// flavorOf is the build flavour of a version, as GET /api/status names it.
func flavorOf(v cases.Version) string {
	if v.IsServerless() {
		return "serverless"
	}
	return "traditional"
}

// reachable reports whether the configuration is known, so that Kibana can be
// asked.
func (k *kibana) reachable() bool { return k != nil && k.client != nil }

// required reports whether Kibana can be asked, and adds an error if it cannot.
func (k *kibana) requireReachable(diags *diag.Diagnostics) bool {
	if !k.reachable() {
		diags.AddError("The provider's configuration is not known",
			"This needs Kibana, and the provider's configuration depends on something that is not there yet, or no longer. "+
				"Apply that first (terraform apply -target=...), or write the configuration out.")
	}
	return k.reachable()
}

// facts returns what plans go by: the catalogue of the configured version, or else
// of the server. The catalogue is nil while nothing is known of Kibana.
func (k *kibana) facts(ctx context.Context) (facts, error) {
	switch {
	case k == nil || k.pinned == nil && k.client == nil:
		return facts{}, nil
	case k.pinned != nil:
		return *k.pinned, nil
	}
	return k.serverFacts(ctx)
}

// cachedFacts returns facts that are already known. It never asks and never waits.
func (k *kibana) cachedFacts() (f facts, ok bool) {
	known := cmp.Or(k.pinned, k.known.Load())
	if known == nil {
		return facts{}, false
	}
	return *known, true
}

// serverFacts returns the facts of the server, which writes go by. It asks once,
// when the first object needs it; a failure stands for a while.
func (k *kibana) serverFacts(ctx context.Context) (facts, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch known := k.known.Load(); {
	case known != nil:
		return *known, nil
	case k.failed != nil && time.Since(k.asked) < failureTTL:
		return facts{}, k.failed
	}
	found, err := k.requestFacts(ctx)
	if err != nil {
		if ctx.Err() == nil { // the caller's own end is nobody else's
			k.failed, k.asked = err, time.Now()
		}
		return facts{}, err
	}
	k.known.Store(&found)
	return found, nil
}

func (k *kibana) requestFacts(ctx context.Context) (facts, error) {
	var (
		status                 client.Status
		features               map[string][]string
		unidentified, unlisted error
		around                 cases.Deployment
		all                    sync.WaitGroup
	)
	all.Go(func() { status, unidentified = k.client.Status(ctx) })
	all.Go(func() { features, unlisted = k.client.FeaturePrivileges(ctx) })
	// Licence and spaces are good for warnings: a caller who may not see them, or
	// not soon, goes without.
	soon, cancel := context.WithTimeout(ctx, warningFactsTimeout)
	defer cancel()
	all.Go(func() { around.License, _ = k.client.License(soon) })
	all.Go(func() { around.Spaces, _ = k.client.Spaces(soon) })
	all.Wait()
	// The list knows the reason where the status only knows that a stranger asked.
	if err := cmp.Or(unlisted, unidentified); err != nil {
		return facts{}, err
	}
	version := cases.Serverless
	if status.BuildFlavor != "serverless" {
		var err error
		if version, err = cases.ParseVersion(status.Version); err != nil {
			return facts{}, fmt.Errorf("the version that Kibana reports is not one: %w", err)
		}
	}
	catalogue, err := cases.NewCatalogue(version, features)
	return facts{status.Version, flavorOf(version), &catalogue, around}, err
}
