package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// What somebody does between plan and apply is never overwritten.
func TestRoleChangedSincePlan(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(k target){
		"changed": func(k target) {
			k.alter(func(r *kibanatest.ESRole) { r.Cluster = append(r.Cluster, "manage") })
		},
		"removed": func(k target) { k.Remove("rich") },
		"no longer decodable": func(k target) {
			k.alter(func(r *kibanatest.ESRole) { r.Applications[0].Resources = []string{"soc"} })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.runProtocol(t,
				resource.TestStep{Config: richRole},
				resource.TestStep{
					Config:           strings.Replace(richRole, "Works cases", "Works the cases", 1),
					ConfigPlanChecks: beforeApply(meanwhile(func() { do(k) }), meanwhile(k.ResetJournal)),
					ExpectError:      acrossLines("since this plan was made"),
				},
				resource.TestStep{
					PreConfig: func() {
						wantNone(t, k.requests("PUT"))
						k.Plant("rich", richStored)
					},
					Config: richRole,
				},
			)
		})
	}
}

// Nor is what somebody does while a busy Kibana is waited for.
func TestRoleChangedDuringAWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status    int
		meanwhile func(*kibanatest.Server)
		says      []string // nothing where the role is changed
	}{
		"nothing happened":                           {503, func(*kibanatest.Server) {}, nil},
		"changed, and the write may have come first": {503, func(s *kibanatest.Server) { s.Plant("rich", richStored) }, []string{"ERROR", "Role changed since this plan was made", "by somebody else, or by a cases_feature_privilege in an earlier apply", "got no answer, and may have taken effect"}},
		"changed": {429, func(s *kibanatest.Server) { s.Plant("rich", richStored) }, []string{"ERROR", "Role changed since this plan was made", "by somebody else, or by a cases_feature_privilege in an earlier apply", "Nothing was written"}},
		"removed": {503, func(s *kibanatest.Server) { s.Remove("rich") }, []string{"ERROR", "Somebody deleted role", "does not create it again"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			p := start(t, k.settings(object{"max_retries": 1}))
			before := p.become(held{ownRole, kept{state: p.value(ownRole, nil)}}, wholeRole("assignee"))
			want := k.holds()
			k.Hook(kibanatest.On("PUT", rolePath).Once().Do(func(x *kibanatest.Exchange) {
				test.meanwhile(x.Server)
				want = k.holds()
			}).Answer(test.status, "", "Retry-After", "0"))
			after := p.become(before, wholeRole("full"))
			p.wantDiagnostic(test.says...)
			unchanged := p.same(ownRole, before.state, after.state) && want.to(k.holds()) == ""
			if unchanged != (len(test.says) > 0) {
				t.Errorf("nothing changed: %t", unchanged)
			}
		})
	}
}

// TestRoleNotReadBeforePlan: without a fingerprint nobody knows whether the plan
// shows everything that an update would overwrite.
func TestRoleNotReadBeforePlan(t *testing.T) {
	t.Parallel()
	for name, private := range map[string][]byte{
		"no private state":     nil,
		"no fingerprint in it": []byte(`{}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			role := start(t, k.settings(nil)).change(ownRole, kept{}, wholeRole("view"))
			role.private = private
			k.ResetJournal()
			p := start(t, k.settings(nil))
			plan := p.planChange(ownRole, role, wholeRole("assignee"))
			p.wantDiagnostics(isWarning)
			p.diagnostics = nil
			p.applyChange(ownRole, role, wholeRole("assignee"), plan)
			p.wantDiagnostic("ERROR", "Role was not read before this plan was made", "Nothing was written")
			wantNone(t, k.requests("PUT"))
		})
	}
}

// A plan without a refresh does not know the grants of an earlier apply. Writing the role
// would remove them, so the apply refuses that, and says where the difference may come from.
func TestRoleUpdatedWithoutRefreshAfterAGrant(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	config := object{"name": "shared", "description": "one"}
	role := k.created(t, ownRole, config)
	k.created(t, featurePrivilege, views("shared", "soc"))
	changed := object{"name": "shared", "description": "two"}
	p := start(t, k.settings(nil))
	stale := p.change(ownRole, role, changed)
	p.wantDiagnostic("ERROR", "a cases_feature_privilege in an earlier apply", "Nothing was written", "without -refresh=false")
	k.wantStored(t, "shared", "soc securitySolutionCasesV3.read")
	if p.text(stale.state, "description") != "one" {
		t.Error("the state has the change")
	}
}
