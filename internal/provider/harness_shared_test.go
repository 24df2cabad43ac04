package provider_test

import (
	"context"
	"crypto/rand"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

var (
	// sharedDouble is the Kibana of the tests on onKibana, if the environment names no
	// other. Like a real one it serves all of them, side by side.
	sharedDouble        = httptest.NewServer(sharedServer)
	sharedElasticsearch = httptest.NewServer(sharedServer.Elasticsearch())
	sharedServer        = kibanatest.New(kibanatest.Newest(), kibanatest.WithSpaces("soc", "sandbox"))
	// testRun begins the names of roles on a shared Kibana: several runs may share one.
	testRun = "test-" + strings.ToLower(rand.Text()[:8])
)

// onKibana runs a test against a Kibana that all such tests share: a real one where
// TF_ACC and KIBANA_ENDPOINT are set, and a double otherwise. The test takes the names
// of its roles from ownName. It fails if it leaves one of them behind, and they are
// deleted.
func onKibana(t *testing.T) target {
	t.Helper()
	k := target{
		real:     os.Getenv("TF_ACC") != "" && os.Getenv("KIBANA_ENDPOINT") != "",
		endpoint: sharedDouble.URL, elasticsearch: sharedElasticsearch.URL,
		provider: providerFor(sharedDouble.URL), authorization: doubleAuthorization,
	}
	config := client.Config{Endpoint: sharedDouble.URL, Username: kibanatest.DefaultUser, Password: kibanatest.DefaultPassword}
	if k.real {
		k.endpoint, k.elasticsearch = os.Getenv("KIBANA_ENDPOINT"), os.Getenv("ELASTICSEARCH_ENDPOINT")
		k.provider, k.authorization = `provider "cases" {}`, authorizationFromEnvironment()
		config = client.Config{
			Endpoint: k.endpoint,
			APIKey:   os.Getenv("KIBANA_API_KEY"),
			Username: os.Getenv("KIBANA_USERNAME"),
			Password: os.Getenv("KIBANA_PASSWORD"),
		}
	}
	k.client = newClient(t, config)
	t.Cleanup(func() { k.deleteOwnRoles(t) })
	return k
}

// ownName is a role name that no other test uses.
func ownName(t *testing.T, name string) string {
	t.Helper()
	return ownRoles(t) + name
}

// ownRoles begins the names of a test's roles.
func ownRoles(t *testing.T) string {
	t.Helper()
	return testRun + "/" + strings.ToLower(t.Name()) + "/"
}

func (k target) deleteOwnRoles(t *testing.T) {
	t.Helper()
	ctx := context.Background() // the test's own is over
	left, err := client.Roles(ctx, k.client, func(r roles.Role) (string, bool) {
		return r.Name, strings.HasPrefix(r.Name, ownRoles(t))
	})
	if err != nil {
		t.Error(err)
	}
	for _, name := range left {
		t.Errorf("role %q is left behind", name)
		if err := k.client.DeleteRole(ctx, name); err != nil {
			t.Error(err)
		}
	}
}
