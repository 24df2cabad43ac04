//go:build unix

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// kibana is a running Kibana double.
type kibana struct {
	*kibanatest.Server

	environment []string // for the provider
}

// startKibana starts a double that delays every answer by the latency. It runs until
// the context is cancelled.
func startKibana(ctx context.Context, latency time.Duration) (*kibana, error) {
	double := kibanatest.New(kibanatest.Newest(), kibanatest.WithLatency(latency), kibanatest.WithSpaces("soc", "sandbox"))
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening on loopback does not block
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: double, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return &kibana{double, []string{
		"KIBANA_ENDPOINT=http://" + listener.Addr().String(),
		"KIBANA_USERNAME=" + kibanatest.DefaultUser,
		"KIBANA_PASSWORD=" + kibanatest.DefaultPassword,
	}}, nil
}

// prepare creates the spaces and roles that a configuration needs but does not manage.
func (k *kibana) prepare(spaces, roles int) {
	for i := range spaces {
		k.AddSpace(fmt.Sprintf("team-%d", i), fmt.Sprintf("Team %d", i))
	}
	for i := range roles {
		k.Plant(roleName(i), kibanatest.ESRole{})
	}
}

// plantReaders stores n roles with access to cases in two spaces.
func (k *kibana) plantReaders(n int) {
	for i := range n {
		k.Plant(roleName(i), kibanatest.ESRole{Applications: []kibanatest.ESApplication{
			{
				Application: "kibana-.kibana",
				Privileges:  []string{"feature_securitySolutionCasesV3.all", "feature_observabilityCasesV3.read"},
				Resources:   []string{"space:soc"},
			},
			{
				Application: "kibana-.kibana",
				Privileges:  []string{"feature_generalCasesV3.minimal_all", "feature_generalCasesV3.cases_assign"},
				Resources:   []string{"space:sandbox"},
			},
		}})
	}
}

// countRequests counts the requests in the journal by kind, and empties the journal.
func (k *kibana) countRequests() map[string]int {
	counts := map[string]int{}
	for _, r := range k.Journal() {
		switch {
		case strings.HasPrefix(r.Path, "/api/security/role/"):
			counts[r.Method+" role"]++
		case r.Path == "/api/security/role":
			counts[r.Method+" roles"]++
		default:
			counts["other"]++
		}
	}
	k.ResetJournal()
	return counts
}
