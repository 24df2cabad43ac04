package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Two grants of one configuration on the same role, space and solution are told:
// whichever is planned second. Where they differ, that is an error.
func TestFeaturePrivilegeTwice(t *testing.T) {
	t.Parallel()
	security := object{"security": access("view")}
	const says = `Two grants on security in space "soc" of role "shared"`
	for name, test := range map[string]struct {
		first, second func(p *process, held kept)
		severity      tfprotov6.DiagnosticSeverity // where something is said
	}{
		"two new ones": {
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) },
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) },
			isWarning,
		},
		"two new ones that differ": {
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) },
			func(p *process, _ kept) {
				p.planChange(featurePrivilege, kept{}, grantOn("shared", object{"security": access("assignee")}))
			},
			isError,
		},
		"two new ones that differ beside what they share": {
			func(p *process, _ kept) {
				p.planChange(featurePrivilege, kept{}, grantOn("shared", object{"security": access("view"), "stack": access("view")}))
			},
			func(p *process, _ kept) {
				p.planChange(featurePrivilege, kept{}, grantOn("shared", object{"security": access("view"), "connectors": "read"}))
			},
			isWarning,
		},
		"an unchanged pair": {
			func(p *process, held kept) { p.keeps(featurePrivilege, held) },
			func(p *process, held kept) { p.keeps(featurePrivilege, held) },
			isWarning,
		},
		"a new one beside an unchanged one": {
			func(p *process, held kept) { p.keeps(featurePrivilege, held) },
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) },
			isWarning,
		},
		"an unchanged one beside a new one that differs": {
			func(p *process, _ kept) {
				p.planChange(featurePrivilege, kept{}, grantOn("shared", object{"security": access("assignee")}))
			},
			func(p *process, held kept) { p.keeps(featurePrivilege, held) },
			isError,
		},
		"another space": {func(p *process, held kept) { p.keeps(featurePrivilege, held) }, func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, views("shared", "sandbox")) }, 0},
		"all spaces":    {func(p *process, held kept) { p.keeps(featurePrivilege, held) }, func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, views("shared", "*")) }, 0},
		"another role":  {func(p *process, held kept) { p.keeps(featurePrivilege, held) }, func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, views("missing", "soc")) }, 0},
		"another solution": {func(p *process, held kept) { p.keeps(featurePrivilege, held) }, func(p *process, _ kept) {
			p.planChange(featurePrivilege, kept{}, grantOn("shared", object{"stack": access("view")}))
		}, 0},
		// A renamed block or for_each key is one grant destroyed and another created.
		"renamed, the old one first": {
			func(p *process, held kept) { p.planChange(featurePrivilege, held, nil) },
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) }, 0,
		},
		"renamed, the new one first": {
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) },
			func(p *process, held kept) { p.planChange(featurePrivilege, held, nil) }, 0,
		},
		"replaced for another role":  {func(*process, kept) {}, func(p *process, held kept) { p.replaces(held, views("missing", "soc")) }, 0},
		"replaced for another space": {func(*process, kept) {}, func(p *process, held kept) { p.replaces(held, views("shared", "sandbox")) }, 0},
		"replaced by -replace":       {func(*process, kept) {}, func(p *process, held kept) { p.replaces(held, grantOn("shared", security)) }, 0},
		"two that trade places": {
			func(p *process, held kept) { p.replaces(held, views("shared", "sandbox")) },
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) }, 0,
		},
		"tainted": { // Terraform plans it once, as if it were not there
			func(p *process, held kept) { p.begins(featurePrivilege, held) },
			func(p *process, _ kept) { p.planChange(featurePrivilege, kept{}, grantOn("shared", security)) }, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("shared", kibanatest.ESRole{})
			held := k.created(t, featurePrivilege, grantOn("shared", security))
			first := start(t, k.settings(nil))
			second := first.beside()
			held = first.refresh(featurePrivilege, held)
			test.first(first, held)
			first.wantNoDiagnostics()
			test.second(second, held)
			switch test.severity {
			case isWarning:
				second.wantDiagnostic("WARNING", `AttributeName("space")`, says, "Keep one of them")
			case isError:
				second.wantDiagnostic("ERROR", `AttributeName("space")`, says, "each of them would undo the other", "Keep one of them")
			default:
				second.wantNoDiagnostics()
			}
		})
	}
}

// A process may serve many commands of Terraform, each of which configures it anew:
// an object that each of them plans is no second one.
func TestFeaturePrivilegeOnceInEachRun(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("shared", kibanatest.ESRole{})
	p := start(t, k.settings(nil))
	for range 2 {
		p.planChange(featurePrivilege, kept{}, views("shared", "soc"))
		p = startOn(t, p.server, k.settings(nil))
		p.wantNoDiagnostics()
	}
	held := p.change(featurePrivilege, kept{}, views("shared", "soc"))
	for range 2 {
		p = startOn(t, p.server, k.settings(nil))
		p.keeps(featurePrivilege, held)
		p.wantNoDiagnostics()
	}
}
