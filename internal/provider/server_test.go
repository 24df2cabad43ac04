package provider_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// unchangedCase is an object that exists, what happens to it, and whether the
// provider answers for it without the plugin framework.
type unchangedCase struct {
	on             string // profile; the newest where it is empty
	role           object // in place of the usual one
	meanwhile      func(k target)
	settings       object
	refreshed      bool
	planned        bool
	private        string // in place of its own
	withoutPrivate bool
	identity       object // in place of its own
	asOfOld        bool   // by a Terraform that knows no identities
}

// The provider's own answers equal the plugin framework's. Everything else is
// left to the framework.
func TestUnchangedObjects(t *testing.T) {
	t.Parallel()
	full := func(spaces ...string) object {
		all := object{}
		for _, space := range spaces {
			all[space] = object{"security": object{"access": "full"}, "features": object{"discover_v2": []string{"read"}}}
		}
		return object{"name": "test", "description": "d", "metadata": `{"team":"soc"}`, "spaces": all}
	}
	alter := func(change func(*kibanatest.ESRole)) func(target) {
		return func(k target) {
			for _, name := range []string{"test", "granted"} {
				role, _ := k.Stored(name)
				change(&role)
				k.Plant(name, role)
			}
		}
	}
	add := func(application kibanatest.ESApplication) func(target) {
		return alter(func(r *kibanatest.ESRole) { r.Applications = append(r.Applications, application) })
	}
	inSpace := func(space string, privileges ...string) kibanatest.ESApplication {
		return kibanatest.ESApplication{Application: "kibana-.kibana", Privileges: privileges, Resources: []string{"space:" + space}}
	}
	for name, test := range map[string]unchangedCase{
		"unchanged":                   {refreshed: true, planned: true},
		"nothing but a name":          {role: object{"name": "test"}, refreshed: true, planned: true},
		"a sub-feature withheld":      {role: object{"name": "test", "spaces": inSoc(security("assignee", object{"delete_cases": false}))}, refreshed: true, planned: true},
		"with an elasticsearch block": {role: object{"name": "test", "elasticsearch": object{"cluster": []string{"monitor"}}}, refreshed: true, planned: true},
		"saved in the role form":      {meanwhile: func(k target) { k.SaveInUI("test") }, refreshed: true, planned: true},
		"a space that does not exist": {role: full("nowhere"), refreshed: true},
		"a space that hides the cases": {meanwhile: func(k target) {
			k.SetSpace(kibanatest.Space{ID: "soc", DisabledFeatures: []string{"securitySolutionCasesV3"}})
		}, refreshed: true},
		"another description":         {meanwhile: alter(func(r *kibanatest.ESRole) { r.Description = "other" }), planned: true},
		"other metadata":              {meanwhile: alter(func(r *kibanatest.ESRole) { r.Metadata = nil }), planned: true},
		"privileges in another space": {meanwhile: add(inSpace("default", "feature_generalCasesV3.read")), planned: true},
		"more privileges in the space": {meanwhile: alter(func(r *kibanatest.ESRole) {
			r.Applications[0].Privileges = append(r.Applications[0].Privileges, "feature_generalCasesV3.read")
		}), planned: true},
		"a base privilege in the way": {meanwhile: alter(func(r *kibanatest.ESRole) {
			r.Applications = []kibanatest.ESApplication{inSpace("soc", "space_read")}
		}), planned: true},
		"privileges in Elasticsearch":   {meanwhile: alter(func(r *kibanatest.ESRole) { r.Cluster = []string{"all"} }), planned: true},
		"a role that cannot be decoded": {meanwhile: add(kibanatest.ESApplication{Application: "kibana-.kibana", Privileges: []string{"all"}, Resources: []string{"space:soc"}})},
		"a role that is gone": {meanwhile: func(k target) {
			k.Remove("test")
			k.Remove("granted")
		}},
		"an upgrade that deprecates":    {on: "8.17", role: object{"name": "test", "spaces": inSoc(security("full"))}, meanwhile: func(k target) { k.SetProfile(kibanatest.Newest()) }},
		"no fingerprint":                {withoutPrivate: true, planned: true},
		"another identity":              {identity: object{"name": "other"}},
		"no identity":                   {asOfOld: true, refreshed: true, planned: true},
		"private state of nobody":       {private: `{"other":"MQ=="}`},
		"private state of no use":       {private: `{"fingerprint":"eA=="}`},
		"broken private state":          {private: "broken"},
		"a pinned version":              {settings: object{"kibana_version": "9.5.0"}, refreshed: true, planned: true},
		"a pinned version, another":     {settings: object{"kibana_version": "8.17.0"}, role: object{"name": "test", "spaces": inSoc(security("view"))}},
		"deprecated ids to be replaced": {settings: object{"rewrite_deprecated": true}, refreshed: true, planned: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := kibanatest.Newest()
			if test.on != "" {
				on = profile(t, test.on)
			}
			if test.role == nil {
				test.role = full("soc", "sandbox")
			}
			k := onDouble(t, on)
			k.Plant("filler", kibanatest.ESRole{})
			k.Plant("granted", kibanatest.ESRole{})
			p := start(t, k.settings(nil))
			role := p.change("cases_role", kept{}, test.role)
			grant := p.change(featurePrivilege, kept{}, object{"role": "granted", "space": "soc", "security": object{"access": "assignee"}})
			if test.meanwhile != nil {
				test.meanwhile(k)
			}
			if test.withoutPrivate {
				role.private = nil
			}
			if test.private != "" {
				role.private = []byte(test.private)
			}
			if test.identity != nil {
				role.identity = p.identityValue("cases_role", test.identity)
			}
			if test.asOfOld {
				role.identity, grant.identity = nil, nil
			}
			own, framework := start(t, k.settings(test.settings)), startOn(t, frameworkServer(), k.settings(test.settings))
			refreshed, planned := answersAlike(t, own, framework, "cases_role", role)
			plansAlike(t, own, framework, "cases_role", role)
			if refreshed != test.refreshed || planned != test.planned {
				t.Errorf("answered by itself: refresh %v, plan %v; want %v, %v; diagnostics %q", refreshed, planned, test.refreshed, test.planned, own.diagnostics)
			}
			answersAlike(t, own, framework, featurePrivilege, grant)
			plansAlike(t, own, framework, featurePrivilege, grant)
		})
	}
}

// An object that can be read does not wait for the facts about Kibana, which another
// one asks for.
func TestUnchangedObjectsDoNotWaitForFacts(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	role := start(t, k.settings(nil)).change("cases_role", kept{}, object{"name": "test"})
	p := start(t, k.settings(nil))
	asking, reading := make(chan struct{}), make(chan struct{})
	k.Hook(kibanatest.On(http.MethodGet, "/api/status").Once().Do(func(*kibanatest.Exchange) {
		close(asking)
		select {
		case <-reading:
		case <-time.After(time.Minute):
			t.Error("the second object waits for what the first one asks")
		}
	}))
	k.Hook(kibanatest.On(http.MethodGet, "/api/security/role/test").Passing(1).Only(1).Do(func(*kibanatest.Exchange) { close(reading) }))
	read := func() {
		_, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "cases_role", CurrentState: role.state, Private: role.private})
		if err != nil {
			t.Error(err)
		}
	}
	var reads sync.WaitGroup
	reads.Go(read)
	<-asking
	reads.Go(read)
	reads.Wait()
}
