package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// target is the Kibana that a test runs against: a double of its own (onDouble), or one
// that it shares with others (onKibana).
type target struct {
	*kibanatest.Server // nil if it is shared

	real                    bool   // not a double
	endpoint, authorization string // for requests without the client
	elasticsearch           string // the address of Elasticsearch, "" if it is not known
	provider                string // configuration of the provider
	client                  *client.Client
}

// onDouble runs a test against a double, because it needs to change or see what
// a real Kibana does not let it.
func onDouble(t testing.TB, p kibanatest.Profile, options ...kibanatest.Option) target {
	t.Helper()
	double := kibanatest.Start(t, p, append(options, kibanatest.WithSpaces("soc", "sandbox"))...)
	return target{
		Server: double, endpoint: double.URL(), elasticsearch: double.ElasticsearchURL(), authorization: doubleAuthorization,
		provider: providerFor(double.URL()),
		client:   newClient(t, client.Config{Endpoint: double.URL(), Username: kibanatest.DefaultUser, Password: kibanatest.DefaultPassword}),
	}
}

// providerFor is the configuration of the provider for a double.
func providerFor(endpoint string) string {
	return fmt.Sprintf(`
		provider "cases" {
		  endpoint = %q
		  username = %q
		  password = %q
		}`, endpoint, kibanatest.DefaultUser, kibanatest.DefaultPassword)
}

func newClient(t testing.TB, config client.Config) *client.Client {
	t.Helper()
	c, err := client.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// profile is the double of a name.
func profile(t *testing.T, name string) kibanatest.Profile {
	t.Helper()
	p, err := kibanatest.ProfileFor(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// showsGlobal is a Kibana that shows the global privileges of a role. An older one
// erases them with every write.
func showsGlobal(t *testing.T) kibanatest.Profile {
	t.Helper()
	return profile(t, "9.6")
}

// olderKibana is a double that plans the rewrite of deprecated ids when the
// variable rewrite says so.
func olderKibana(t *testing.T, version string) target {
	t.Helper()
	k := onDouble(t, profile(t, version))
	k.provider = strings.Replace(k.provider, "}", "rewrite_deprecated = var.rewrite\n}", 1)
	return k
}

// needs skips a test on a real Kibana that is older than what it expects.
func (k target) needs(t *testing.T, major, minor int) {
	t.Helper()
	status, err := k.client.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	version, err := cases.ParseVersion(status.Version)
	if err != nil {
		t.Fatal(err)
	}
	if !version.AtLeast(major, minor) {
		t.Skipf("needs Kibana %d.%d, and this is %s", major, minor, status.Version)
	}
}

// settings are those of the double, with others in their place or beside them.
func (k target) settings(others object) object {
	all := object{"endpoint": k.URL(), "username": kibanatest.DefaultUser, "password": kibanatest.DefaultPassword, "max_retries": 0}
	maps.Copy(all, others)
	return all
}

// withElasticsearch is settings with the address of Elasticsearch.
func (k target) withElasticsearch(others object) object {
	all := k.settings(others)
	all["elasticsearch_endpoint"] = k.ElasticsearchURL()
	return all
}

// requests lists the requests so far that start with a prefix, such as "PUT".
func (k target) requests(prefix string) []string {
	var found []string
	for _, r := range k.Journal() {
		if line := r.Method + " " + r.Path; strings.HasPrefix(line, prefix) {
			found = append(found, line)
		}
	}
	return found
}

func wantNone(t *testing.T, requests []string) {
	t.Helper()
	if len(requests) > 0 {
		t.Errorf("requests: %q", requests)
	}
}

// wantStored checks which privileges of Kibana's own application a role stores, as
// "space feature.privilege".
func (k target) wantStored(t *testing.T, name string, want ...string) {
	t.Helper()
	role, there := k.Stored(name)
	held := []string{}
	for _, a := range role.Applications {
		for _, resource := range a.Resources {
			for _, privilege := range a.Privileges {
				held = append(held, strings.TrimPrefix(resource, "space:")+" "+strings.TrimPrefix(privilege, "feature_"))
			}
		}
	}
	slices.Sort(held)
	slices.Sort(want)
	if !there || !slices.Equal(held, want) {
		t.Errorf("role %q (there: %t) stores %q, want %q", name, there, held, want)
	}
}

// during begins something when a request arrives or has been answered, and lets it
// come as far as it can meanwhile. The function returned waits for its end.
func (k target) during(hook kibanatest.Hook, begins func()) (wait func()) {
	var all sync.WaitGroup
	k.Hook(hook.Once().Then(func(x *kibanatest.Exchange) {
		done := make(chan struct{})
		all.Go(func() {
			defer close(done)
			begins()
		})
		select {
		case <-done: // without a queue it gets through
		case <-time.After(100 * time.Millisecond):
		}
	}))
	return all.Wait
}

// wantNoWriteAfterDelete checks that a deleted role is not written again.
func (k target) wantNoWriteAfterDelete(t *testing.T, name string) {
	t.Helper()
	deleted := false
	for _, line := range k.requests("") {
		deleted = deleted || line == "DELETE /api/security/role/"+name
		if deleted && line == "PUT /api/security/role/"+name {
			t.Errorf("role %q was written after it was deleted: %q", name, k.requests(""))
		}
	}
	if _, there := k.Stored(name); there || !deleted {
		t.Errorf("role %q was deleted: %t, and is there: %t", name, deleted, there)
	}
}

// alter changes what richRole has created, behind Terraform's back.
func (k target) alter(change func(*kibanatest.ESRole)) {
	stored, _ := k.Stored("rich")
	change(&stored)
	k.Plant("rich", stored)
}

// alterRole changes a role as it is stored.
func (k target) alterRole(name string, change func(*kibanatest.ESRole)) {
	role, _ := k.Stored(name)
	change(&role)
	k.Plant(name, role)
}

// snapshot is the role as it is stored; nothing where there is none.
func snapshot(k target) document {
	if _, ok := k.Stored("rich"); !ok {
		return document{}
	}
	return k.holds()
}

// holds is what Elasticsearch stores of richRole, with privileges by the
// application and the resource that they are granted on.
func (k target) holds() document {
	stored, _ := k.Stored("rich")
	applications := stored.Applications
	stored.Applications = nil
	text, err := json.Marshal(stored)
	var fields map[string]any
	if err != nil || json.Unmarshal(text, &fields) != nil {
		panic("a stored role is JSON")
	}
	d := leaves(fields)
	for _, a := range applications {
		for _, space := range a.Resources {
			at := "." + a.Application + " " + space
			d[at] = append(d[at], a.Privileges...)
		}
	}
	return d
}

func rolePathOf(name string) string { return fmt.Sprintf("%s/%s", listPath, name) }
