package provider_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestPinnedVersionIsNotTheServers: a plan for another release than the server's
// would store ids that the server does not know, and grant nothing.
func TestPinnedVersionIsNotTheServers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		server, pinned string
		right          bool
	}{
		"the server's own":      {"8.17", "8.17.3", true},
		"a newer one":           {"8.17", "9.2.0", false},
		"an older one":          {"8.17", "8.15.0", false},
		"the snapshot":          {"9.6", "9.6.0", true},
		"the release before it": {"9.6", "9.5.0", true},
		"the release after it":  {"9.5", "9.6.0", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, test.server))
			p := start(t, k.settings(object{"kibana_version": test.pinned}))
			p.create(object{"name": "test", "spaces": inSoc(security("full"))})
			if test.right {
				p.wantNoDiagnostics()
				return
			}
			p.wantDiagnostic("Kibana is not the one that this plan was made for", "Nothing was written", "kibana_version")
			wantNone(t, k.requests("PUT"))
		})
	}
}

// TestPinnedVersionLetsPeopleDoLess: what is stored is what the plan shows, but on the
// server it lets people do more. The state keeps the capabilities of the pinned version,
// and the apply says what the server makes of them.
func TestPinnedVersionLetsPeopleDoLess(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.4"))
	k.Plant("rich", kibanatest.ESRole{})
	pinned := object{"kibana_version": "9.3.0"}
	assignee := object{"role": "rich", "space": "soc", "security": object{"access": "assignee"}}
	for of, config := range map[string]object{featurePrivilege: assignee, ownRole: {"name": "own", "spaces": inSoc(grantTo("security", "assignee", nil))}} {
		p := start(t, k.settings(pinned))
		plan := p.planChange(of, kept{}, config)
		p.wantNoDiagnostics()
		created := p.applyChange(of, kept{}, config, plan)
		p.wantDiagnostic("WARNING", "lets people do something else than planned", "kibana_version 9.3.0, and this Kibana is 9.4.0", "soc/security", "manage_templates")
		next := start(t, k.settings(pinned))
		if refreshed := next.refresh(of, created); !next.same(of, created.state, refreshed.state) {
			t.Errorf("%s: refreshed to %v", of, next.valueOf(of, refreshed.state))
		}
		next.wantNoDiagnostics()
	}
}

// TestAuditsIgnoreThePinnedVersion: data sources and lists show what the server's
// privileges let people do, and say that kibana_version differs.
func TestAuditsIgnoreThePinnedVersion(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.4"))
	k.Plant("lead", kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Privileges: []string{"feature_securitySolutionCasesV3.cases_manage_templates"}, Resources: []string{"space:soc"}},
	}})
	for version, differs := range map[string]bool{"8.11.0": true, "serverless": true, "9.4.7": false} {
		for name, config := range map[string]object{
			"cases_roles": {"space": "soc", "capability": "manage_templates"}, "cases_access": {"roles": []string{"lead"}}, "cases_role": {"name": "lead"},
			"cases_feature_catalog": {}, "cases_spaces": {},
		} {
			p := start(t, k.settings(object{"kibana_version": version}))
			found := p.reads(name, config)
			switch {
			case found == nil:
				t.Fatalf("%s: %q", name, p.diagnostics)
			case !differs:
				p.wantNoDiagnostics()
			default:
				p.wantDiagnostic("WARNING", "kibana_version is "+version+", and Kibana is 9.4.0", "follow kibana_version")
			}
			switch name {
			case "cases_roles":
				expectJSON(t, found, `{"roles": {"lead": {"reserved": false, "disabled": false, "ways_around": [], "capabilities": {"soc/security": ["manage_templates"]}}}}`)
			case "cases_access", "cases_role":
				expectJSON(t, found, `{"capabilities": {"soc/security": ["manage_templates"]}}`)
			case "cases_feature_catalog":
				expectJSON(t, found, `{"kibana_version": "9.4.0"}`)
			}
		}
	}
}
