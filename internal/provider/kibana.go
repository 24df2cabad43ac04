package provider

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// readingFacts describes [kibana.facts] in diagnostics.
const readingFacts = "Reading what the privileges of this Kibana let people do"

// factsFailure returns the diagnostic for an error of [kibana.facts]. A plan can do without
// the server's answer.
func factsFailure(err error) diag.Diagnostic {
	failed := failure(readingFacts, err)
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+
		"\n\nTo plan without this answer, set kibana_version in the provider's configuration. An apply still needs it.")
}

// Limits for a Kibana that does not answer.
const (
	// failureTTL is how long a failed attempt counts. Many objects then fail at once,
	// and not one time-out after the other.
	failureTTL = 30 * time.Second
	// warningFactsTimeout is how long to wait for facts that only warnings need.
	warningFactsTimeout = 3 * time.Second
)

// kibana is the data that a configured provider passes to its resources, data sources
// and lists: a client for one Kibana, the facts about it, and the records of this run.
type kibana struct {
	// client is nil while the provider's configuration is unknown.
	client *client.Client
	// elasticsearch is nil while elasticsearch_endpoint is not set or, as
	// elasticsearchUnknown says, not known, and without a client.
	elasticsearch        *client.Elasticsearch
	elasticsearchUnknown bool
	// pinned holds the facts about the configured kibana_version; nil if it is not set.
	pinned *facts
	// rewriteDeprecated says to plan an update of a role that only replaces deprecated
	// ids.
	rewriteDeprecated bool

	owners    *owners
	planRoles planRoles

	restrictions restrictions

	mu      sync.Mutex // held during the requests for the facts
	known   *facts     // the facts about the server; nil until requested; guarded by mu
	lastErr error      // of the last failed attempt; guarded by mu
	lastTry time.Time  // time of that attempt; guarded by mu
}

// facts are the facts about a Kibana that plans need.
type facts struct {
	version    string // as the server reports it, or as configured
	flavor     string // "traditional" or "serverless"
	catalogue  *cases.Catalogue
	deployment cases.Deployment
}

// flavorOf returns the build flavour of a version, as GET /api/status names it.
func flavorOf(v cases.Version) string {
	if v.IsServerless() {
		return "serverless"
	}
	return "traditional"
}

// reachable reports whether requests can be sent: the provider is configured, and its
// configuration is known.
func (k *kibana) reachable() bool { return k != nil && k.client != nil }

// requireReachable is [kibana.reachable], and adds an error if the result is false.
func (k *kibana) requireReachable(diags *diag.Diagnostics) bool {
	if !k.reachable() {
		diags.AddError("The provider's configuration is not known",
			"This needs Kibana, but the provider's configuration depends on a value that is not known yet, or no longer. "+
				"Apply the resource that provides it first (terraform apply -target=...), or write the values into the configuration.")
	}
	return k.reachable()
}

// facts returns the facts for plans: those of the configured version, otherwise those
// of the server. The catalogue is nil if neither is known.
func (k *kibana) facts(ctx context.Context) (facts, error) {
	switch {
	case k == nil || k.pinned == nil && k.client == nil:
		return facts{}, nil
	case k.pinned != nil:
		return *k.pinned, nil
	}
	return k.serverFacts(ctx)
}

// factsForReading returns the facts for what reads a server: data sources and lists. It
// judges by the server even if kibana_version is set, and warns if the two differ.
func (k *kibana) factsForReading(ctx context.Context) (facts, diag.Diagnostics) {
	known, err := k.serverFacts(ctx)
	if err != nil {
		return facts{}, diag.Diagnostics{failure(readingFacts, err)}
	}
	if k.pinned == nil || k.pinned.catalogue.Version() == known.catalogue.Version() {
		return known, nil
	}
	return known, diag.Diagnostics{diag.NewWarningDiagnostic(
		fmt.Sprintf("Provider's kibana_version is %s, and Kibana is %s", k.pinned.version, known.version),
		"Data sources and lists show what the privileges of this Kibana let people do. Plans of resources follow kibana_version. Correct kibana_version, or remove it.")}
}

// serverFacts returns the facts about the server. Writes always use these. It requests
// them once, when the first object needs them. It returns a failure again for
// failureTTL.
func (k *kibana) serverFacts(ctx context.Context) (facts, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.known != nil:
		return *k.known, nil
	case k.lastErr != nil && time.Since(k.lastTry) < failureTTL:
		return facts{}, k.lastErr
	}
	found, err := k.requestFacts(ctx)
	if err != nil {
		if ctx.Err() == nil { // an interrupted caller must not fail the others
			k.lastErr, k.lastTry = err, time.Now()
		}
		return facts{}, err
	}
	k.known = &found
	return found, nil
}

// casesSpaces returns the spaces for rules. The result is not nil.
func casesSpaces(shown []client.Space) []cases.Space {
	spaces := make([]cases.Space, 0, len(shown))
	for _, s := range shown {
		spaces = append(spaces, casesSpace(s))
	}
	return spaces
}

func casesSpace(s client.Space) cases.Space {
	return cases.Space{ID: s.ID, View: s.Solution, DisabledFeatures: s.DisabledFeatures}
}

// requestFacts requests the facts about the server, all at the same time.
func (k *kibana) requestFacts(ctx context.Context) (facts, error) {
	var (
		status                                 client.Status
		privileges                             client.Privileges
		effective                              map[string][]string
		statusErr, privilegesErr, effectiveErr error
		deployment                             cases.Deployment
		requests                               sync.WaitGroup
	)
	requests.Go(func() { status, statusErr = k.client.Status(ctx) })
	requests.Go(func() { privileges, privilegesErr = k.client.Privileges(ctx, cases.IsAction) })
	requests.Go(func() { effective, effectiveErr = k.client.EffectivePrivileges(ctx) })
	// Only warnings need the licence and the spaces. Without an answer in time, or
	// without permission, there are no such warnings.
	short, cancel := context.WithTimeout(ctx, warningFactsTimeout)
	defer cancel()
	requests.Go(func() { deployment.License, _ = k.client.License(short) })
	requests.Go(func() {
		if spaces, err := k.client.Spaces(short); err == nil {
			deployment.Spaces = casesSpaces(spaces)
		}
	})
	requests.Wait()
	// The error of the privileges comes first. Kibana answers a request for the status
	// without valid credentials, too, but leaves out the version. If the credentials are
	// valid, it leaves out the version for lack of the privilege monitor.
	if err := cmp.Or(privilegesErr, effectiveErr, statusErr); err != nil {
		return facts{}, err
	}
	version := cases.Serverless
	if status.BuildFlavor != "serverless" {
		var err error
		if version, err = cases.ParseVersion(status.Version); err != nil {
			return facts{}, fmt.Errorf("the version that Kibana reports is not one: %w", err)
		}
	}
	catalogue, err := cases.NewCatalogue(version, cases.Listing{
		Features: privileges.Features, Space: privileges.Space, Global: privileges.Global, Effective: effective,
	})
	return facts{status.Version, flavorOf(version), &catalogue, deployment}, err
}
