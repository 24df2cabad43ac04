package client_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// connectElasticsearch returns a client for the double's Elasticsearch.
func connectElasticsearch(t testing.TB, k *kibanatest.Server) *client.Elasticsearch {
	t.Helper()
	cfg := double(k)
	if ca := k.CACertPEM(); ca != nil {
		cert, key := k.ClientCertPEM()
		cfg.CACerts, cfg.ClientCert, cfg.ClientKey = []string{string(ca)}, string(cert), string(key)
	}
	es, err := connect(t, cfg).Elasticsearch(k.ElasticsearchURL())
	if err != nil {
		t.Fatal(err)
	}
	return es
}

func TestPeopleOfADouble(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]kibanatest.Option{
		"plain":              nil,
		"below a path":       {kibanatest.WithBasePath("/es")},
		"client certificate": {kibanatest.WithClientCert()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := kibanatest.Start(t, kibanatest.Newest(), options...)
			k.AddUser(kibanatest.ESUser{Username: "ann", FullName: "Ann A", Roles: []string{"viewer", "a", "viewer"}})
			k.AddUser(kibanatest.ESUser{Username: "ben", Email: "b@x", Disabled: true, Roles: []string{"a", "viewer"}})
			annUID := k.LogIn("ann")
			k.AddUser(kibanatest.ESUser{Username: "ann", Roles: []string{"a"}})
			otherUID := k.LogInFrom("saml1", kibanatest.ESUser{Username: "ann", Email: "a@x", FullName: "Ann B", Roles: []string{"a", "viewer"}})
			offUID := k.LogInFrom("saml1", kibanatest.ESUser{Username: "off", Roles: []string{"viewer"}})
			k.DisableProfile(offUID)
			es, ctx := connectElasticsearch(t, k), t.Context()

			users, err := es.Users(ctx)
			check(t, err)
			native := slices.DeleteFunc(slices.Clone(users), func(u client.User) bool { return u.Reserved })
			if diff := cmp.Diff([]client.User{
				{Username: "ann", Enabled: true, Roles: []string{"a"}, ProfileUID: annUID},
				{Username: "ben", Email: "b@x", Roles: []string{"a", "viewer"}},
			}, native); diff != "" || len(users) != 9 {
				t.Errorf("Users returns %d (-want +got)\n%s", len(users), diff)
			}
			profiles, err := es.Profiles(ctx)
			check(t, err)
			want := client.UserProfiles{Complete: true, List: []client.UserProfile{
				{UID: annUID, Username: "ann", FullName: "Ann A", Enabled: true, Realm: kibanatest.NativeRealm, Roles: []string{"a", "viewer"}},
				{UID: otherUID, Username: "ann", FullName: "Ann B", Email: "a@x", Enabled: true, Realm: "saml1", Roles: []string{"a", "viewer"}},
			}}
			if diff := cmp.Diff(want, profiles); diff != "" {
				t.Errorf("Profiles (-want +got)\n%s", diff)
			}
			if a, b, c := native[1].Roles, profiles.List[0].Roles, profiles.List[1].Roles; &a[0] != &b[0] || &b[0] != &c[0] {
				t.Error("the same set of roles is there more than once")
			}
			found, err := es.ProfilesByUID(ctx, []string{offUID, "u_x", annUID, offUID})
			check(t, err)
			off := client.UserProfile{UID: offUID, Username: "off", Realm: "saml1", Roles: []string{"viewer"}}
			if !slices.ContainsFunc(found.List, func(p client.UserProfile) bool { return cmp.Equal(p, off) }) || len(found.List) != 2 ||
				found.Failed["u_x"] != "profile document not found" {
				t.Errorf("ProfilesByUID returns %+v", found)
			}
		})
	}
}

func TestRoleMappingsOfADouble(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	k.AddRoleMapping("soc", kibanatest.ESRoleMapping{Roles: []string{"b", "a"}, Rules: []byte(`{"field":{"groups":"soc"}}`)})
	k.AddRoleMapping("by-name", kibanatest.ESRoleMapping{Disabled: true, Templates: []kibanatest.ESRoleTemplate{{Template: `{"source":"x"}`, Format: "string"}}})
	k.AddRoleMapping("base", kibanatest.ESRoleMapping{Operator: true, Roles: []string{"a"}})
	got, err := connectElasticsearch(t, k).RoleMappings(t.Context())
	check(t, err)
	everybody := []byte(`{"field":{"username":"*"}}`)
	if diff := cmp.Diff([]client.RoleMapping{
		{Name: "base-read-only-operator-config", Enabled: true, Roles: []string{"a"}, Rules: everybody, ReadOnly: true},
		{Name: "by-name", Templates: []client.RoleTemplate{{Template: `{"source":"x"}`, Format: "string"}}, Rules: everybody},
		{Name: "soc", Enabled: true, Roles: []string{"a", "b"}, Rules: []byte(`{"field":{"groups":"soc"}}`)},
	}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNobodyHasAProfileYet(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	es := connectElasticsearch(t, k)
	profiles, err := es.Profiles(t.Context())
	check(t, err)
	if !profiles.Complete || len(profiles.List) > 0 {
		t.Errorf("Profiles returns %+v", profiles)
	}
	mappings, err := es.RoleMappings(t.Context())
	check(t, err)
	if len(mappings) > 0 {
		t.Errorf("RoleMappings returns %+v", mappings)
	}
	k.ResetJournal()
	if found, err := es.ProfilesByUID(t.Context(), nil); err != nil || len(found.List) > 0 {
		t.Errorf("ProfilesByUID returns %+v, %v", found, err)
	}
	if sent := k.Journal(); len(sent) > 0 {
		t.Errorf("requests about nobody: %+v", sent)
	}
}

// Elasticsearch lists and counts 10,000 profiles. Others can still be read.
func TestMoreProfilesThanElasticsearchLists(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest())
	var uids []string
	for i := range 10_001 {
		uids = append(uids, k.LogInFrom("saml1", kibanatest.ESUser{Username: fmt.Sprintf("u%d", i), Roles: []string{"viewer"}}))
	}
	es := connectElasticsearch(t, k)
	profiles, err := es.Profiles(t.Context())
	check(t, err)
	if profiles.Complete || len(profiles.List) != 10_000 {
		t.Errorf("%d profiles, complete: %t", len(profiles.List), profiles.Complete)
	}
	k.ResetJournal()
	found, err := es.ProfilesByUID(t.Context(), uids[:101])
	check(t, err)
	if len(found.List) != 101 || len(k.Journal()) != 3 {
		t.Errorf("%d profiles, by %d requests", len(found.List), len(k.Journal()))
	}
}

func TestTheEndpointOfElasticsearchIsChecked(t *testing.T) {
	t.Parallel()
	c := connect(t, config("https://kibana.example.com"))
	for endpoint, reason := range map[string]string{
		"":                             "is not set",
		"es.example.com":               "must start with http:// or https://",
		"https://me:" + secret + "@es": "must not contain a user name or password; use the settings for credentials",
		"https://es/?pretty":           "must not have a query or a fragment",
	} {
		_, err := c.Elasticsearch(endpoint)
		var refused *client.ConfigError
		if !errors.As(err, &refused) || refused.Field != "elasticsearch_endpoint" || refused.Reason != reason {
			t.Errorf("error of %q = %v", endpoint, err)
		}
		wantNoSecret(t, err)
	}
	for endpoint, want := range map[string]bool{"http://es.example.com": true, "https://es.example.com": false, "http://localhost:9200/es": false} {
		es, err := c.Elasticsearch(endpoint)
		check(t, err)
		if es.SendsCredentialsInClear() != want {
			t.Errorf("SendsCredentialsInClear of %s = %t", endpoint, !want)
		}
	}
}

func TestRefusalsOfElasticsearch(t *testing.T) {
	t.Parallel()
	type predicates struct{ unauthorized, forbidden, unlicensed, serverless, off bool }
	serverless, err := kibanatest.ProfileFor("serverless-security")
	check(t, err)
	limited := kibanatest.WithCredentials(kibanatest.APIKey(kibanatest.DefaultAPIKey).Only())
	for name, tt := range map[string]struct {
		profile kibanatest.Profile
		option  kibanatest.Option
		want    map[string]predicates // by call; none succeeds without an entry for ""
	}{
		"unknown credentials": {kibanatest.Newest(), kibanatest.WithCredentials(), map[string]predicates{"": {unauthorized: true}}},
		"no privilege":        {kibanatest.Newest(), limited, map[string]predicates{"": {forbidden: true}}},
		"serverless":          {serverless, kibanatest.WithSpaces(), map[string]predicates{"": {serverless: true}}},
		"basic licence": {kibanatest.Newest(), kibanatest.WithLicense("basic"), map[string]predicates{
			"Profiles": {forbidden: true, unlicensed: true},
		}},
		"no native users": {kibanatest.Newest(), kibanatest.WithoutNativeUsers(), map[string]predicates{"Users": {off: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			es := connectElasticsearch(t, kibanatest.Start(t, tt.profile, tt.option))
			for what, call := range peopleCalls {
				want, refused := tt.want[what]
				if !refused {
					want, refused = tt.want[""]
				}
				err := call.call(t.Context(), es)
				if !refused {
					check(t, err)
					continue
				}
				got := predicates{
					client.IsUnauthorized(err), client.IsForbidden(err), client.IsUnlicensed(err), client.IsNotOnServerless(err), client.IsSwitchedOff(err),
				}
				if _, ok := errors.AsType[*client.ElasticsearchError](err); !ok || got != want {
					t.Errorf("%s: %v is %+v, want %+v", what, err, got, want)
				}
			}
		})
	}
}

func TestElasticsearchsMessageIsInTheError(t *testing.T) {
	t.Parallel()
	k := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithLicense("basic"), kibanatest.WithBasePath("/es"))
	_, err := connectElasticsearch(t, k).Profiles(t.Context())
	want := "Elasticsearch: POST /es/_security/profile/_suggest: 403 Forbidden: current license is non-compliant for [user-profile-collaboration]"
	if fmt.Sprint(err) != want {
		t.Errorf("error %q, want %q", err, want)
	}
	refused, _ := errors.AsType[*client.APIError](err)
	if refused.Type != "security_exception" || refused.UnlicensedFeature != "user-profile-collaboration" || refused.StatusCode != http.StatusForbidden {
		t.Errorf("error %+v", refused)
	}
}
