package provider

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

func TestWhatReadsPeopleNeedsElasticsearch(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	c := connected(t, k, kibanatest.DefaultPassword)
	var diags diag.Diagnostics
	es := newElasticsearch(c, settings{ElasticsearchEndpoint: types.StringValue(k.ElasticsearchURL() + "/")}, &diags)
	if es == nil || len(diags) > 0 {
		t.Fatalf("no client: %v", diags)
	}
	if users, err := es.Users(t.Context()); err != nil || len(users) == 0 {
		t.Errorf("users %v, %v", users, err)
	}
	for name, tt := range map[string]struct {
		kibana *kibana
		says   string // empty if requests can be sent
	}{
		"set":                   {&kibana{client: c, elasticsearch: es}, ""},
		"not set":               {&kibana{client: c}, "Set the provider's elasticsearch_endpoint, or ELASTICSEARCH_ENDPOINT"},
		"not known":             {&kibana{client: c, elasticsearchUnknown: true}, "elasticsearch_endpoint depends on a value that is not known yet"},
		"not configured":        {nil, "This needs Kibana"},
		"Kibana is not known":   {&kibana{elasticsearchUnknown: true}, "This needs Kibana"},
		"Kibana is not, ES is.": {&kibana{}, "This needs Kibana"},
	} {
		var diags diag.Diagnostics
		sendable := tt.kibana.requireElasticsearch(&diags)
		if sendable != (tt.says == "") || diags.HasError() == sendable || !sendable && !strings.Contains(diags[0].Detail(), tt.says) {
			t.Errorf("%s: %t, %v", name, sendable, diags)
		}
	}
}

// connected returns a client without retries for the double.
func connected(t *testing.T, k *kibanatest.Server, password string) *client.Client {
	t.Helper()
	c, err := client.New(client.Config{
		Endpoint: k.URL(), Username: kibanatest.DefaultUser, Password: password, RequestTimeout: 5 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What goes wrong with Elasticsearch names it, and its setting.
func TestAdviceOnElasticsearch(t *testing.T) {
	t.Parallel()
	reading := func(r kibanatest.Right, options ...kibanatest.Option) []kibanatest.Option {
		return append(options, kibanatest.WithCredentials(kibanatest.Basic(kibanatest.DefaultUser, kibanatest.DefaultPassword).Only(r)))
	}
	serverless, err := kibanatest.ProfileFor("serverless-security")
	if err != nil {
		t.Fatal(err)
	}
	on := kibanatest.On("", "/_security/*")
	for name, tt := range map[string]struct {
		profile  kibanatest.Profile
		options  []kibanatest.Option
		hook     kibanatest.Hook
		password string
		says     []string
	}{
		"credentials":    {password: "wrong", says: []string{"did not accept the credentials", "the Elasticsearch behind this Kibana", "401"}},
		"privileges":     {options: reading(kibanatest.ReadFeatures), says: []string{"read_security", "403"}},
		"licence":        {options: []kibanatest.Option{kibanatest.WithLicense("basic")}, says: []string{"standard licence", "user-profile-collaboration"}},
		"serverless":     {profile: serverless, says: []string{"Serverless projects", "410"}},
		"switched off":   {hook: on.Answer(410, `{"error":{"type":"status_exception","reason":"not enabled"},"status":410}`), says: []string{"switched off", "not enabled"}},
		"unavailable":    {hook: on.Answer(503, `{"error":{"type":"a","reason":"no master"},"status":503}`), says: []string{"not available at the moment", "no master"}},
		"unknown route":  {hook: on.Answer(400, `{"error":"no handler found for uri"}`), says: []string{"elasticsearch_endpoint", "security is on", "no handler found"}},
		"Kibana instead": {hook: on.Answer(404, `{"statusCode":404,"error":"Not Found","message":"Not Found"}`), says: []string{"elasticsearch_endpoint", "Kibana, a login page"}},
		"login page":     {hook: on.Answer(302, "", "Location", "/login"), says: []string{"A login page", "the path of elasticsearch_endpoint"}},
		"redirect":       {hook: on.Answer(302, "", "Location", "https://es.example.com/x"), says: []string{"Elasticsearch's address redirects to https://es.example.com/x"}},
		"connection":     {hook: on.Cut(), says: []string{"The connection to Elasticsearch broke", "between here and Elasticsearch", "whether elasticsearch_endpoint"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			profile, password := tt.profile, tt.password
			if profile.Name == "" {
				profile = kibanatest.Newest()
			}
			if password == "" {
				password = kibanatest.DefaultPassword
			}
			k := kibanatest.Start(t, profile, tt.options...)
			if tt.hook.Match != nil {
				k.Hook(tt.hook)
			}
			es, err := connected(t, k, password).Elasticsearch(k.ElasticsearchURL())
			if err != nil {
				t.Fatal(err)
			}
			_, err = es.Profiles(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			text := failure("Reading the user profiles", err).Detail()
			for _, said := range append(tt.says, "The request was: Elasticsearch: POST ", "/_security/profile/_suggest: ") {
				if !strings.Contains(text, said) {
					t.Errorf("%q is not in %s", said, text)
				}
			}
		})
	}
}
