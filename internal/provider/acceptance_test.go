package provider_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// target is the Kibana that an acceptance test runs against: a double of its
// own, or a real one where TF_ACC and KIBANA_ENDPOINT are set.
type target struct {
	*kibanatest.Server // nil against a real Kibana

	provider string // configuration of the provider
	client   *client.Client
}

// onKibana runs a test against a real Kibana if there is one, and against the
// newest double otherwise.
func onKibana(t *testing.T) target {
	t.Helper()
	if os.Getenv("TF_ACC") == "" || os.Getenv("KIBANA_ENDPOINT") == "" {
		return onDouble(t, kibanatest.Newest())
	}
	return target{provider: `provider "cases" {}`, client: newClient(t, client.Config{
		Endpoint: os.Getenv("KIBANA_ENDPOINT"),
		APIKey:   os.Getenv("KIBANA_API_KEY"),
		Username: os.Getenv("KIBANA_USERNAME"),
		Password: os.Getenv("KIBANA_PASSWORD"),
	})}
}

// onDouble runs a test against a double, because it needs to change or see what
// a real Kibana does not let it.
func onDouble(t testing.TB, p kibanatest.Profile, options ...kibanatest.Option) target {
	t.Helper()
	double := kibanatest.Start(t, p, append(options, kibanatest.WithSpaces("soc", "sandbox"))...)
	return target{
		Server: double,
		provider: fmt.Sprintf(`
			provider "cases" {
			  endpoint = %q
			  username = "elastic"
			  password = "changeme"
			}`, double.URL()),
		client: newClient(t, client.Config{Endpoint: double.URL(), Username: "elastic", Password: "changeme"}),
	}
}

func newClient(t testing.TB, config client.Config) *client.Client {
	t.Helper()
	c, err := client.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// run runs steps with the Terraform CLI; each step's configuration gets the
// provider's in front.
func (k target) run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	for i := range steps {
		if steps[i].Config != "" {
			steps[i].Config = k.provider + steps[i].Config
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps:                    steps,
	})
}

func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"cases": func() (tfprotov6.ProviderServer, error) { return provider.NewSlowServer(), nil },
	}
}

// stores checks what Kibana holds for a role, as its API shows it.
func (k target) stores(name string, check func(roles.Role) error) resource.TestCheckFunc {
	return func(*terraform.State) error {
		role, err := k.client.Role(context.Background(), name)
		return errors.Join(err, check(role))
	}
}

// gone checks that Kibana holds no such role.
func (k target) gone(name string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		_, err := k.client.Role(context.Background(), name)
		if client.IsNotFound(err) {
			return nil
		}
		return fmt.Errorf("role %q is still there (%w)", name, err)
	}
}
