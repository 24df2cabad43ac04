package provider_test

import (
	"maps"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A role that is replaced is created without what grants have added. The next apply
// gives it back. Where the grant is replaced too, it comes back at once.
func TestRoleReplacedBesideAGrant(t *testing.T) {
	t.Parallel()
	const config = `
		resource "cases_role" "test" {
		  name = "analyst"
		  elasticsearch { cluster = ["monitor"] }
		  lifecycle { ignore_changes = [spaces] }
		}
		resource "cases_feature_privilege" "test" {
		  role     = cases_role.test.name
		  space    = "soc"
		  security = { access = "assignee" }
		}`
	const stored = "feature_securitySolutionCasesV3.all"
	k := onDouble(t, kibanatest.Newest())
	k.applies(t,
		stage{config: config, check: k.grants("analyst", stored)},
		stage{config: config, taints: []string{role}, says: []string{role + " is tainted"}, check: k.grants("analyst"), changes: true},
		stage{config: config, says: []string{"0 to add, 1 to change, 0 to destroy", tier1 + " will be updated"}, check: k.grants("analyst", stored)},
		stage{
			config: config, taints: []string{role, tier1},
			says: []string{role + " is tainted", tier1 + " is tainted"}, check: k.grants("analyst", stored),
		},
	)
}

// The plan of a grant says that the replacement of its role takes it away, and so
// does that of the role where it is planned second. A role of another name is
// another role, to which grants follow by reference.
func TestRoleReplacedWarns(t *testing.T) {
	t.Parallel()
	wanted := object{"name": "analyst", "elasticsearch": object{"cluster": []string{"monitor"}, "indices": []any{}, "remote_indices": []any{}, "remote_cluster": []any{}}}
	for name, plansRole := range map[string]func(p *process, before kept){
		"-replace": func(p *process, before kept) {
			ignored := maps.Clone(wanted)
			ignored["spaces"] = inSoc(security("view"))
			plan := p.planChange(ownRole, before, ignored)
			p.planChange(ownRole, kept{private: plan.PlannedPrivate}, wanted)
		},
		"tainted": func(p *process, _ kept) { p.planChange(ownRole, kept{}, wanted) },
	} {
		for _, first := range []string{"role", "grant"} {
			t.Run(name+", "+first+" planned first", func(t *testing.T) {
				t.Parallel()
				k := onDouble(t, kibanatest.Newest())
				before := k.created(t, ownRole, wanted)
				held := k.created(t, featurePrivilege, views("analyst", "soc"))
				before = start(t, k.settings(nil)).refresh(ownRole, before)
				p := start(t, k.settings(nil))
				grant := p.beside()
				p.begins(ownRole, before)
				p.validates(wanted)
				if first == "grant" {
					grant.begins(featurePrivilege, held)
					grant.keeps(featurePrivilege, held)
					grant.wantNoDiagnostics()
					p.diagnostics = nil
				}
				plansRole(p, before)
				says := []string{"WARNING", `AttributeName("role")`, `Grant is taken away: security in space "soc" of role "analyst"`, "This plan replaces", "-replace=ADDRESS"}
				if first == "grant" {
					p.wantDiagnostic(says...)
					return
				}
				p.wantNoDiagnostics()
				grant.begins(featurePrivilege, held)
				grant.keeps(featurePrivilege, held)
				grant.wantDiagnostic(says...)
			})
		}
	}
	t.Run("another name", func(t *testing.T) {
		t.Parallel()
		k := onDouble(t, kibanatest.Newest())
		before := k.created(t, ownRole, wanted)
		held := k.created(t, featurePrivilege, views("analyst", "soc"))
		p := start(t, k.settings(nil))
		p.begins(ownRole, before)
		renamed := object{"name": "analysts", "elasticsearch": wanted["elasticsearch"]}
		plan := p.planChange(ownRole, before, renamed)
		p.planChange(ownRole, kept{private: plan.PlannedPrivate}, renamed)
		p.begins(featurePrivilege, held)
		plan = p.planChange(featurePrivilege, held, views("analysts", "soc"))
		p.planChange(featurePrivilege, kept{private: plan.PlannedPrivate}, views("analysts", "soc"))
		p.wantNoDiagnostics()
	})
}
