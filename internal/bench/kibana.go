//go:build unix

package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// kibana is a double that answers with a delay.
type kibana struct {
	*kibanatest.Server

	environment []string // for the provider
	stop        func()
}

func startKibana(latency time.Duration) (*kibana, error) {
	double := kibanatest.New(kibanatest.Newest(), kibanatest.WithLatency(latency), kibanatest.WithSpaces("soc", "sandbox"))
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening on loopback takes no time
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: double, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	return &kibana{double, []string{
		"KIBANA_ENDPOINT=http://" + listener.Addr().String(),
		"KIBANA_USERNAME=" + kibanatest.DefaultUser,
		"KIBANA_PASSWORD=" + kibanatest.DefaultPassword,
	}, func() { _ = server.Close() }}, nil
}

// provide gives the double what a configuration builds on: spaces, and roles
// that somebody else owns.
func (k *kibana) provide(spaces, roles int) {
	for i := range spaces {
		k.AddSpace(fmt.Sprintf("team-%d", i), fmt.Sprintf("Team %d", i))
	}
	for i := range roles {
		k.Plant(grantedRole(i), kibanatest.ESRole{})
	}
}

// requests counts, by kind, what was asked since the last time.
func (k *kibana) requests() map[string]int {
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
