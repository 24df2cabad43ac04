package provider

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// kibana is what a configured provider hands to its objects: one Kibana, and
// what is known of it.
type kibana struct {
	// client is nil while the provider's configuration is not known.
	client *client.Client
	// version is the Kibana that plans are made for; nil asks the server.
	version *cases.Version
	// rewriteDeprecated plans updates that do nothing but replace deprecated ids.
	rewriteDeprecated bool

	mu    sync.Mutex
	facts *facts
}

// facts is what plans need to know of a Kibana.
type facts struct {
	catalogue    *cases.Catalogue
	surroundings cases.Surroundings
}

// reachable reports whether the configuration is known, so that Kibana can be
// asked.
func (k *kibana) reachable() bool { return k != nil && k.client != nil }

// learn returns what is known of this Kibana; the catalogue is nil where nothing
// is known of it yet. The server is asked once, when the first object needs it;
// a failure is not kept.
func (k *kibana) learn(ctx context.Context) (facts, error) {
	if k == nil || k.version == nil && k.client == nil {
		return facts{}, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.facts == nil {
		found, err := k.ask(ctx)
		if err != nil {
			return facts{}, err
		}
		k.facts = &found
	}
	return *k.facts, nil
}

func (k *kibana) ask(ctx context.Context) (facts, error) {
	if k.version != nil {
		catalogue, err := cases.BuiltIn(*k.version)
		return facts{catalogue: &catalogue}, err
	}
	var (
		status   client.Status
		features map[string][]string
		around   cases.Surroundings
	)
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() (err error) {
		status, err = k.client.Status(ctx)
		return err
	})
	all.Go(func() (err error) {
		features, err = k.client.FeaturePrivileges(ctx)
		return err
	})
	// Licence and spaces are good for warnings: a caller who may not see them
	// goes without.
	all.Go(func() error {
		around.License, _ = k.client.License(ctx)
		return nil
	})
	all.Go(func() error {
		around.Spaces, _ = k.client.Spaces(ctx)
		return nil
	})
	if err := all.Wait(); err != nil {
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
	return facts{&catalogue, around}, err
}
