package provider_test

import (
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// What privileges let people do changes on the server: the licence ends, a flag is turned
// off, an operation moves. A refresh shows it as a change outside. A plan without a refresh
// updates the capabilities alone, and writes nothing. There is no further difference.
func TestTheServerChangesItsMind(t *testing.T) {
	t.Parallel()
	custom := grantTo("security", "assignee", []object{{"delete_cases": false}})
	for name, test := range map[string]struct {
		config  object
		changes func(target)
		lost    string
		warns   bool
	}{
		"the licence ends": {
			custom, func(k target) { k.SetLicense("basic") },
			"-edit_settings -add_comments -manage_templates -reopen_cases -assign_users", true,
		},
		"all no longer manages templates": {
			grantTo("security", "assignee", nil),
			func(k target) {
				k.SetProfile(kibanatest.Newest().WithOperations("securitySolutionCasesV3", "all",
					"getCase", "createCase", "updateCase", "deleteCase", "updateConfiguration", "createComment", "reopenCase", "assignCase"))
			},
			"-manage_templates", false,
		},
	} {
		for of, config := range map[string]object{
			ownRole:          {"name": "shared", "spaces": inSoc(test.config)},
			featurePrivilege: grantOn("shared", test.config),
		} {
			t.Run(name+"/"+of, func(t *testing.T) {
				t.Parallel()
				k := onDouble(t, kibanatest.Newest())
				if of == featurePrivilege {
					k.Plant("shared", kibanatest.ESRole{})
				}
				before := start(t, k.settings(nil)).refresh(of, k.created(t, of, config))
				test.changes(k)
				k.ResetJournal()

				p := start(t, k.settings(nil))
				refreshed := p.refresh(of, before)
				outside := p.document(of, before.state).to(p.document(of, refreshed.state))
				if err := sameLines("changed outside", outside, "capabilities.soc/security: "+test.lost); err != nil {
					t.Error(err)
				}
				if again := p.planChange(of, refreshed, config); !p.same(of, refreshed.state, again.PlannedState) {
					t.Error("the plan after the refresh has a difference")
				}
				if warned := len(p.diagnostics) > 0; warned != test.warns {
					t.Errorf("diagnostics: %q", p.diagnostics)
				}

				late := start(t, k.settings(nil))
				plan := late.planChange(of, before, config)
				if !late.same(of, refreshed.state, plan.PlannedState) {
					t.Error("the plan without a refresh differs from a refresh")
				}
				after := start(t, k.settings(nil)).applyChange(of, before, config, plan)
				next := start(t, k.settings(nil))
				if again := next.planChange(of, after, config); !next.same(of, after.state, again.PlannedState) {
					t.Error("the next plan has a difference")
				}
				wantNone(t, k.requests("PUT"))
			})
		}
	}
}

// A sub-feature is had by the word of the server, or refused.
func TestSubFeaturesByTheWordOfTheServer(t *testing.T) {
	t.Parallel()
	const feature = "securitySolutionCasesV3"
	least := []string{"getCase", "createCase", "updateCase", "pushCase"}
	everything := append([]string{"deleteCase", "createComment", "updateConfiguration", "reopenCase", "assignCase"}, least...)
	for name, test := range map[string]struct {
		profile kibanatest.Profile
		access  object
		stored  string
		refused string
	}{
		"all lacks templates": {
			kibanatest.Newest().WithOperations(feature, "all", everything...),
			grantTo("security", "assignee", []object{{"manage_templates": true}}), "all cases_manage_templates", "",
		},
		"read adds comments": {
			kibanatest.Newest().WithOperations(feature, "read", "getCase", "createComment"),
			grantTo("security", "view", []object{{"add_comments": false}}), "minimal_read", "",
		},
		"minimal_all deletes": {
			kibanatest.Newest().WithOperations(feature, "minimal_all", append(least, "deleteCase")...),
			grantTo("security", "assignee", []object{{"delete_cases": false}}), "", "cannot withhold delete_cases",
		},
		"a sub-feature without an operation": {
			kibanatest.Newest().WithOperations(feature, "cases_delete").WithOperations(feature, "all", least...),
			grantTo("security", "assignee", []object{{"delete_cases": true}}), "", "cannot grant delete_cases",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, test.profile)
			p := start(t, k.settings(nil))
			plan := p.planChange(ownRole, kept{}, object{"name": "own", "spaces": inSoc(test.access)})
			if test.refused != "" {
				p.wantDiagnostic("ERROR", "Sub-feature is not available", test.refused)
				return
			}
			p.wantNoDiagnostics()
			p.applyChange(ownRole, kept{}, object{"name": "own", "spaces": inSoc(test.access)}, plan)
			var want []string
			for id := range strings.FieldsSeq(test.stored) {
				want = append(want, "feature_"+feature+"."+id)
			}
			if err := k.grants("own", want...)(nil); err != nil {
				t.Error(err)
			}
		})
	}
}
