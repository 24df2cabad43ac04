package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// kibana is the Kibana that the demo runs against.
type kibana struct {
	title       string
	environment []string // added for the provider
	client      *client.Client
	stop        func()
}

// startKibana returns the Kibana at KIBANA_ENDPOINT. If that variable is not set, it
// starts a double.
func startKibana() (*kibana, error) {
	if endpoint := os.Getenv("KIBANA_ENDPOINT"); endpoint != "" {
		c, err := client.New(client.Config{
			Endpoint:    endpoint,
			APIKey:      os.Getenv("KIBANA_API_KEY"),
			Username:    os.Getenv("KIBANA_USERNAME"),
			Password:    os.Getenv("KIBANA_PASSWORD"),
			BearerToken: os.Getenv("KIBANA_BEARER_TOKEN"),
		})
		return &kibana{title: "the Kibana at " + endpoint, client: c, stop: func() {}}, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening on loopback does not block
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: kibanatest.New(kibanatest.Newest(), kibanatest.WithSpaces("soc")), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	endpoint := "http://" + listener.Addr().String()
	c, err := client.New(client.Config{Endpoint: endpoint, Username: "elastic", Password: "changeme"})
	return &kibana{
		title:       "a double of Kibana 9.5, which this demo has started at " + endpoint,
		environment: []string{"KIBANA_ENDPOINT=" + endpoint, "KIBANA_USERNAME=elastic", "KIBANA_PASSWORD=changeme"},
		client:      c,
		stop:        func() { _ = server.Close() },
	}, err
}

// printRole prints a role as Kibana stores it.
func (k *kibana) printRole(ctx context.Context, name string) error {
	role, err := k.client.Role(ctx, name)
	if err != nil {
		return err
	}
	payload, err := role.Payload()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := json.Indent(&text, payload, "", "  "); err != nil {
		return err
	}
	fmt.Printf("%s: %s\n", name, &text)
	return nil
}

// checkDeleted returns an error if one of the roles exists.
func (k *kibana) checkDeleted(ctx context.Context, names ...string) error {
	for _, name := range names {
		switch _, err := k.client.Role(ctx, name); {
		case err == nil:
			return fmt.Errorf("role %s exists after destroy", name)
		case !client.IsNotFound(err):
			return fmt.Errorf("reading role %s after destroy: %w", name, err)
		}
	}
	return nil
}
