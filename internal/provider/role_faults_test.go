package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Whatever goes wrong while a role is read, the user learns what to do, no
// secret shows, and the role stays in the state. TestFaultMatrix has more.
func TestRoleReadFaults(t *testing.T) {
	t.Parallel()
	get := kibanatest.On("GET", "/api/security/role/there")
	html := func(status int, page string) kibanatest.Hook {
		return get.Answer(status, page, "Content-Type", "text/html")
	}
	json := func(status int, body string) kibanatest.Hook {
		return get.Answer(status, body, "Content-Type", "application/json")
	}
	instead := func(setting string) object {
		return object{"username": nil, "password": nil, setting: secret}
	}
	tls := []kibanatest.Option{kibanatest.WithTLS()}
	for name, test := range map[string]struct {
		options  []kibanatest.Option
		hook     kibanatest.Hook
		settings object
		says     string
	}{
		"wrong password":     {settings: object{"password": secret}, says: "did not accept the credentials"},
		"wrong API key":      {settings: instead("api_key"), says: "did not accept the credentials"},
		"wrong bearer token": {settings: instead("bearer_token"), says: "did not accept the credentials"},
		"missing privilege": {
			options:  []kibanatest.Option{kibanatest.WithCredentials(kibanatest.Bearer(secret).Only())},
			settings: instead("bearer_token"), says: "read_security",
		},
		"nobody listens":        {settings: object{"endpoint": "http://127.0.0.1:1"}, says: "Check the host and port"},
		"login page, missing":   {hook: html(404, loginPage), says: "Check the provider's endpoint"},
		"unknown authority":     {options: tls, says: "ca_certs"},
		"TLS to plain HTTP":     {settings: object{"endpoint": "https"}, says: "does not speak TLS"},
		"no client certificate": {options: []kibanatest.Option{kibanatest.WithClientCert()}, settings: object{"insecure": true}, says: "client_cert"},
		"failure":               {hook: json(500, `{"statusCode":500,"error":"Internal Server Error","message":"boom"}`), says: "boom"},
		"another role":          {hook: json(200, `{"name":"other","elasticsearch":{},"kibana":[]}`), says: "did not come from Kibana's API"},
		"half a role":           {hook: json(200, `{"name":"there"}`), says: "did not come from Kibana's API"},
		"status for strangers": {
			hook: kibanatest.On("GET", "/api/status").Answer(200, `{"status":{"overall":{"level":"available"}}}`, "Content-Type", "application/json"),
			says: "cluster privilege monitor",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest(), test.options...)
			k.Plant("there", kibanatest.ESRole{})
			k.Hook(test.hook)
			settings := k.settings(test.settings)
			if scheme := settings["endpoint"]; scheme == "http" || scheme == "https" {
				settings["endpoint"] = fmt.Sprint(scheme, strings.TrimLeft(k.URL(), "htps"))
			}
			p := start(t, settings)
			after := p.read("there")
			p.wantDiagnostic("ERROR", test.says)
			if got := p.text(after.NewState, "name"); got != "there" {
				t.Errorf("the state is %q afterwards", got)
			}
			p.keepsSecrets()
		})
	}
}

// A plan after a fault is as it would have been without.
func TestRoleSurvivesFaults(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.provider = strings.Replace(k.provider, "}", "max_retries = 0\n}", 1)
	get, put := kibanatest.On("GET", "/api/security/role/rich").Once(), kibanatest.On("PUT", "/api/security/role/rich").Once()
	get = withQuery(get, "") // a refresh can do without replacements
	changed := strings.Replace(richRole, "Works cases", "Works the cases", 1)
	fails := func(hook kibanatest.Hook, says string) resource.TestStep {
		return resource.TestStep{PreConfig: func() { k.Hook(hook) }, Config: changed, ExpectError: acrossLines(says)}
	}
	k.runProtocol(t,
		resource.TestStep{Config: richRole},
		fails(get.Answer(401, `{"statusCode":401,"error":"Unauthorized","message":"no"}`, "Content-Type", "application/json"), "did not accept the credentials"),
		fails(get.Answer(500, loginPage, "Content-Type", "text/html"), "Check the provider's endpoint"),
		fails(get.Passing(1).Answer(503, ""), "max_retries"),
		fails(put.Answer(403, `{"statusCode":403,"error":"Forbidden","message":"no"}`, "Content-Type", "application/json"), "manage_security"),
		fails(put.Answer(200, loginPage, "Content-Type", "text/html"), "Check the provider's endpoint"),
		resource.TestStep{
			Config:           changed,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, `description: -Works cases +Works the cases`),
		},
	)
}

// Creating a role never takes over one that is there, and what became of a
// create whose answer was lost is found out. TestFaultMatrix has more.
func TestRoleCreateFaults(t *testing.T) {
	t.Parallel()
	put := kibanatest.On("PUT", "/api/security/role/new").Once()
	config := object{"name": "new", "description": "new", "spaces": object{"default": object{"security": object{"access": "view"}}}}
	for name, test := range map[string]struct {
		prepare func(k target)
		says    []string // nothing where the role is created
	}{
		"exists already":             {func(k target) { k.Plant("new", kibanatest.ESRole{}) }, []string{"import {", `id = "new"`, "cases_role", "If this apply replaces a role of the same name, create_before_destroy", "cannot work"}},
		"lost before it took effect": {func(k target) { k.Hook(put.Cut()) }, []string{"connection to Kibana broke"}},
		"somebody was faster": {func(k target) {
			k.Hook(put.Do(func(x *kibanatest.Exchange) { x.Server.Plant("new", richStored); x.Cut() }))
		}, []string{"import {"}},
		"it is not known who created it": {func(k target) {
			k.Hook(put.CutAfter())
			k.Hook(kibanatest.On("GET", "/api/security/role/new").Answer(403, envelope(403), "Content-Type", "application/json"))
		}, []string{`Creating role "new" failed`, "It is not known whether the change took effect"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			test.prepare(k)
			p := start(t, k.settings(nil))
			created := p.create(config)
			p.wantDiagnostic(test.says...)
			got := p.text(created.NewState, "description")
			if inState := got == "new"; inState != (len(test.says) == 0) {
				t.Errorf("description in state: %q", got)
			}
		})
	}
}

// What somebody else changes shows in the next plan, in every part of the role,
// and the next apply puts it back.
func TestRoleDrift(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	steps := []resource.TestStep{{Config: richRole}}
	var original document
	for _, drift := range []struct {
		change func(*kibanatest.ESRole)
		plan   string
	}{
		{
			change: func(r *kibanatest.ESRole) {
				r.Description, r.Metadata, r.Cluster, r.RunAs = "", nil, []string{"all"}, nil
			},
			plan: `
				description: +Works cases
				elasticsearch.cluster: -all +monitor
				elasticsearch.run_as: +reporter
				metadata: +{"team":"secops"}`,
		},
		{
			change: func(r *kibanatest.ESRole) {
				r.Indices[0].Query, r.Indices[1].AllowRestrictedIndices, r.RemoteIndices[0].FieldSecurity = "", false, nil
				r.RemoteCluster = nil
			},
			plan: `
				elasticsearch.indices.0.query: +{"term":{"team":"soc"}}
				elasticsearch.indices.1.allow_restricted_indices: +true
				elasticsearch.remote_cluster.0.clusters: +eu-*
				elasticsearch.remote_cluster.0.privileges: +monitor_enrich
				elasticsearch.remote_indices.0.field_security.grant: +message`,
		},
		{
			change: func(r *kibanatest.ESRole) {
				r.Indices = append(r.Indices, kibanatest.ESIndices{Names: []string{"*"}, Privileges: []string{"all"}})
			},
			plan: `
				elasticsearch.indices.2.names: -*
				elasticsearch.indices.2.privileges: -all`,
		},
		{
			change: func(r *kibanatest.ESRole) { grant(r, "soc", "feature_securitySolutionCasesV3.cases_delete") },
			plan: `
				capabilities.soc/security: -delete_cases
				privileges.soc.securitySolutionCasesV3: -cases_delete
				spaces.soc.security.sub_features.delete_cases: +false`,
		},
		{
			change: func(r *kibanatest.ESRole) { grant(r, "dev", "feature_ml.all") },
			plan: `
				privileges.dev.ml: -all
				spaces.dev.features.ml: -all`,
		},
		{
			change: func(r *kibanatest.ESRole) {
				r.Applications = slices.DeleteFunc(r.Applications, func(a kibanatest.ESApplication) bool { return a.Resources[0] == "space:sandbox" })
			},
			plan: `
				capabilities.sandbox/connectors: +use_connectors
				capabilities.sandbox/observability: +read_cases
				capabilities.sandbox/security: +read_cases
				capabilities.sandbox/stack: +read_cases
				spaces.sandbox.base: +read`,
		},
		{
			change: func(r *kibanatest.ESRole) {
				r.Applications = append(r.Applications, kibanatest.ESApplication{
					Application: "kibana-.kibana", Resources: []string{"*"}, Privileges: []string{"feature_generalCasesV3.read"},
				})
			},
			plan: `
				capabilities.*/stack: -read_cases
				privileges.*.generalCasesV3: -read
				spaces.*.stack.access: -view`,
		},
	} {
		steps = append(steps, resource.TestStep{
			PreConfig: func() {
				original = k.holds()
				k.alter(drift.change)
			},
			Config:           richRole,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, drift.plan),
			Check:            func(*terraform.State) error { return sameLines("stored", original.to(k.holds()), "") },
		})
	}
	k.runProtocol(t, append(steps, resource.TestStep{
		PreConfig:        func() { k.Remove("rich") },
		Config:           richRole,
		ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(role, plancheck.ResourceActionCreate)),
	})...)
}
