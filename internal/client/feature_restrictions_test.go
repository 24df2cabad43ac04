package client_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

func TestFeatureRestrictions(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `[
		{"id":"discover_v2","name":"Discover","app":["kibana"],"privileges":{"all":{"ui":[],"savedObject":{"all":[]}},"read":{"ui":[]}}},
		{"id":"streams","privileges":{"all":{"requireAllSpaces":true},"read":{"requireAllSpaces":true}}},
		{"id":"fleetv2","privileges":{"all":{"requireAllSpaces":true},"read":{"disabled":true,"requireAllSpaces":true}},
		 "subFeatures":[{"name":"Agents","requireAllSpaces":true,"privilegeGroups":[
		   {"groupType":"mutually_exclusive","privileges":[{"id":"agents_all","includeIn":"all"},{"id":"agents_read","includeIn":"read"}]},
		   {"groupType":"independent","privileges":[{"id":"agents_off","disabled":true}]}]},
		  {"name":"Rest","privilegeGroups":[{"privileges":[{"id":"rest"}]}]}]},
		{"id":"reserved","privileges":null},
		{"id":"hidden","hidden":true,"privileges":{"all":{"requireAllSpaces":true},"read":{}}}]`))
	got, err := connect(t, config(s.URL)).FeatureRestrictions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]client.FeatureRestrictions{
		"discover_v2": {}, "reserved": {},
		"streams": {AllSpacesOnly: []string{"all", "read"}},
		"fleetv2": {AllSpacesOnly: []string{"all", "agents_all", "agents_read"}, Disabled: []string{"read", "agents_off"}},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("restrictions (-want +got):\n%s", diff)
	}
	wantJournal(t, s, "GET /api/features?ignoreValidLicenses=true")
}

func TestUnusableFeaturesAreAnError(t *testing.T) {
	t.Parallel()
	for body, problem := range map[string]string{
		`[]`: "JSON without features", `[{"id":"a","privileges":null},{"name":"b"}]`: "a feature without an id",
		`[{"id":"a","privileges":{"all":true}}]`: "JSON of another shape", `{"id":"a"}`: "JSON of another shape",
	} {
		s := serve(t, answer(200, body))
		_, err := connect(t, config(s.URL)).FeatureRestrictions(t.Context())
		wantProblem(t, err, 200, problem)
	}
}

func TestFeatureRestrictionsOfTheDouble(t *testing.T) {
	t.Parallel()
	own := kibanatest.Basic("somebody", "secret")
	p := kibanatest.Newest().With(kibanatest.Feature{ID: "x", All: kibanatest.Privilege{RequireAllSpaces: true}, Sub: []kibanatest.SubFeature{
		{Name: "s", RequireAllSpaces: true, Privileges: []kibanatest.Privilege{{ID: "sub"}, {ID: "off", Disabled: true}}},
	}})
	k := kibanatest.Start(t, p)
	got, err := connect(t, double(k)).FeatureRestrictions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := client.FeatureRestrictions{AllSpacesOnly: []string{"all", "sub"}, Disabled: []string{"off"}}
	if diff := cmp.Diff(want, got["x"], cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("restrictions (-want +got):\n%s", diff)
	}
	k = kibanatest.Start(t, p, kibanatest.WithCredentials(own.Only(kibanatest.ManageSecurity)))
	cfg := double(k)
	cfg.Username, cfg.Password, cfg.APIKey = "somebody", "secret", ""
	if _, err := connect(t, cfg).FeatureRestrictions(t.Context()); !client.IsForbidden(err) {
		t.Errorf("error = %v, want a 403", err)
	}
}
