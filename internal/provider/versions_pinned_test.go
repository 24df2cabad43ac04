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
		pinned string
		right  bool
	}{
		"the server's own": {"8.17.3", true},
		"a newer one":      {"9.2.0", false},
		"an older one":     {"8.15.0", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, "8.17"))
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

// TestPinnedVersionLetsPeopleDoLess: a grant that would store the planned ids, and
// let people do more with them than its plan shows, is refused as well.
func TestPinnedVersionLetsPeopleDoLess(t *testing.T) {
	t.Parallel()
	k := onDouble(t, profile(t, "9.4"))
	k.Plant("rich", kibanatest.ESRole{})
	p := start(t, k.settings(object{"kibana_version": "9.3.0"}))
	full := object{"role": "rich", "space": "soc", "security": object{"access": "assignee"}}
	plan := p.planGrant(nil, full)
	p.wantNoDiagnostics()
	p.applyChange(featurePrivilege, kept{}, full, plan)
	p.wantDiagnostic("ERROR", "Kibana is not the one that this plan was made for", "Nothing was written")
	wantNone(t, k.requests("PUT"))
}
