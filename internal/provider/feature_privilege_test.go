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

// Each thing that changes in a grant shows in its plan with what follows from
// it, and changes exactly that on the role. What is no longer named is revoked,
// what never was is not touched, and in the end the role is what it was.
func TestFeaturePrivilegeChanges(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	original := k.holds()
	before := original
	config := tier1Grant
	const noDelete = "minimal_all cases_settings create_comment case_reopen cases_assign cases_manage_templates"
	steps := []resource.TestStep{{
		Config: config,
		ConfigPlanChecks: grantPlanned(plancheck.ResourceActionCreate, `
			capabilities.soc/connectors: +use_connectors +manage_connectors
			capabilities.soc/security: +read_cases +create_cases +update_cases +edit_settings +add_comments +manage_templates +reopen_cases +assign_users +push_cases
			connectors: +all
			id: +rich/soc
			privileges.soc.actions: +all
			privileges.soc.securitySolutionCasesV3: +case_reopen +cases_assign +cases_manage_templates +cases_settings +create_comment +minimal_all
			role: +rich
			security.access: +full
			security.sub_features.delete_cases: +false
			space: +soc`),
		Check: k.differs(&original, "kibana-.kibana space:soc: +feature_actions.all"+added("securitySolutionCasesV3", noDelete)),
	}}
	for _, e := range []edit{
		{
			from: `, sub_features = { delete_cases = false }`, to: ``,
			plan: `
				capabilities.soc/security: +delete_cases
				privileges.soc.securitySolutionCasesV3: -case_reopen -cases_assign -cases_manage_templates -cases_settings -create_comment -minimal_all +all
				security.sub_features.delete_cases: -false`,
			stored: "kibana-.kibana space:soc:" + removed("securitySolutionCasesV3", noDelete) + added("securitySolutionCasesV3", "all"),
		},
		{
			from: `connectors = "all"`, to: `stack = { access = "none" }`,
			plan: `
				capabilities.soc/connectors: -use_connectors -manage_connectors
				capabilities.soc/security: -push_cases
				connectors: -all
				privileges.soc.actions: -all
				security.access: -full +assignee
				stack.access: +none`,
			stored: "kibana-.kibana space:soc:" + removed("actions", "all"),
		},
		{
			from: `stack = { access = "none" }`, to: `stack = { access = "view", sub_features = { add_comments = true } }`,
			plan: `
				capabilities.soc/stack: +read_cases +add_comments
				privileges.soc.generalCasesV3: +create_comment +minimal_read
				stack.access: -none +view
				stack.sub_features.add_comments: +true`,
			stored: "kibana-.kibana space:soc:" + added("generalCasesV3", "minimal_read create_comment"),
		},
		{
			from: `security   = { access = "assignee" }`, to: ``,
			plan: `
				capabilities.soc/security: -read_cases -create_cases -update_cases -delete_cases -edit_settings -add_comments -manage_templates -reopen_cases -assign_users
				privileges.soc.securitySolutionCasesV3: -all
				security.access: -assignee`,
			stored: "kibana-.kibana space:soc:" + removed("securitySolutionCasesV3", "all"),
		},
	} {
		config = strings.Replace(config, e.from, e.to, 1)
		if strings.Contains(e.plan, "-full +assignee") {
			config = strings.Replace(config, `"full"`, `"assignee"`, 1)
		}
		steps = append(steps, resource.TestStep{
			PreConfig: func() { before = k.holds() },
			Config:    config, ConfigPlanChecks: grantPlanned(plancheck.ResourceActionUpdate, e.plan), Check: k.differs(&before, e.stored),
		})
	}
	k.runProtocol(t, append(steps, resource.TestStep{
		Config: "# nothing", ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(tier1, plancheck.ResourceActionDestroy)), Check: k.differs(&original, ""),
	})...)
}

// added and removed write privileges of a feature as a document's line does.
func added(feature, ids string) string   { return signed(" +", feature, ids) }
func removed(feature, ids string) string { return signed(" -", feature, ids) }

func signed(sign, feature, ids string) (text string) {
	for id := range strings.FieldsSeq(ids) {
		text += sign + "feature_" + feature + "." + id
	}
	return text
}

// TestFeaturePrivilegeAndGlobal checks that a write keeps the role's global privileges
// if Kibana shows them. An older Kibana erases them.
func TestFeaturePrivilegeAndGlobal(t *testing.T) {
	t.Parallel()
	const granted = "kibana-.kibana space:soc: +feature_generalCasesV3.read"
	for version, stored := range map[string]string{
		"9.5": "global.application.manage.applications: -app-*\n" + granted,
		"9.6": granted,
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, version))
			k.Plant("rich", othersRole())
			original := k.holds()
			k.runProtocol(t, resource.TestStep{Config: tier1With("soc", `stack = { access = "view" }`), Check: k.differs(&original, stored)})
		})
	}
}

// Another space or another role is another grant: the old one is withdrawn.
func TestFeaturePrivilegeReplaced(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	k.Plant("poor", kibanatest.ESRole{})
	original := k.holds()
	grant := func(role, space string) string {
		return fmt.Sprintf(`
			resource "cases_feature_privilege" "test" {
			  role  = %q
			  space = %q
			  stack = { access = "view" }
			}`, role, space)
	}
	replaced := beforeApply(plancheck.ExpectResourceAction(tier1, plancheck.ResourceActionReplace))
	k.runProtocol(t,
		resource.TestStep{Config: grant("rich", "soc"), Check: k.differs(&original, "kibana-.kibana space:soc: +feature_generalCasesV3.read")},
		resource.TestStep{Config: grant("rich", "*"), ConfigPlanChecks: replaced, Check: k.differs(&original, "kibana-.kibana *: +feature_generalCasesV3.read")},
		resource.TestStep{Config: grant("poor", "*"), ConfigPlanChecks: replaced, Check: k.differs(&original, "")},
		resource.TestStep{Config: "# nothing", Check: func(*terraform.State) error {
			if poor, _ := k.Stored("poor"); len(poor.Applications) > 0 {
				return fmt.Errorf("left behind: %v", poor.Applications)
			}
			return nil
		}},
	)
}

// What a grant names, it takes over in its space, whatever generation it is of,
// and gives nothing of it back. Other spaces of the entry keep it.
func TestFeaturePrivilegeTakesOver(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	k.alter(func(r *kibanatest.ESRole) {
		r.Applications[0].Privileges = append(r.Applications[0].Privileges, "feature_securitySolutionCases.all", "feature_securitySolutionCasesV2.cases_delete")
	})
	original := k.holds()
	const taken = "kibana-.kibana space:soc: -feature_securitySolutionCases.all -feature_securitySolutionCasesV2.cases_delete"
	grant := strings.NewReplacer(`access = "full", sub_features = { delete_cases = false }`, `access = "view"`, `connectors = "all"`, ``).Replace(tier1Grant)
	k.runProtocol(t,
		resource.TestStep{Config: grant, Check: k.differs(&original, taken+" +feature_securitySolutionCasesV3.read")},
		resource.TestStep{Config: strings.Replace(grant, "view", "none", 1), Check: k.differs(&original, taken)},
		resource.TestStep{Config: "# nothing", Check: k.differs(&original, taken)},
	)
}

// A change of what a grant owns shows and is put back; whatever else somebody
// changes on the role is theirs.
func TestFeaturePrivilegeDrift(t *testing.T) {
	t.Parallel()
	k := withOthersRole(t)
	var changed document
	drift := func(change func(*kibanatest.ESRole), action plancheck.ResourceActionType, plan, repaired string) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() { k.alter(change); changed = k.holds() },
			Config:    tier1Grant, ConfigPlanChecks: grantPlanned(action, plan), Check: k.differs(&changed, repaired),
		}
	}
	without := func(prefix string) func(*kibanatest.ESRole) {
		return func(r *kibanatest.ESRole) {
			for i := range r.Applications {
				r.Applications[i].Privileges = slices.DeleteFunc(r.Applications[i].Privileges, func(id string) bool { return strings.HasPrefix(id, prefix) })
			}
		}
	}
	const noDelete = "minimal_all cases_settings create_comment case_reopen cases_assign cases_manage_templates"
	k.runProtocol(t,
		resource.TestStep{Config: tier1Grant},
		drift(func(r *kibanatest.ESRole) { grant(r, "soc", "feature_securitySolutionCasesV3.cases_delete") }, plancheck.ResourceActionUpdate, `
			capabilities.soc/security: -delete_cases
			privileges.soc.securitySolutionCasesV3: -cases_delete
			security.sub_features.delete_cases: +false`,
			"kibana-.kibana space:soc: -feature_securitySolutionCasesV3.cases_delete"),
		drift(without("feature_actions.all"), plancheck.ResourceActionUpdate, `
			capabilities.soc/connectors: +use_connectors +manage_connectors
			capabilities.soc/security: +push_cases
			connectors: -none +all
			privileges.soc.actions: +all`,
			"kibana-.kibana space:soc: +feature_actions.all"),
		drift(without("feature_securitySolution"), plancheck.ResourceActionUpdate, `
			capabilities.soc/security: +read_cases +create_cases +update_cases +edit_settings +add_comments +manage_templates +reopen_cases +assign_users +push_cases
			privileges.soc.securitySolutionCasesV3: +case_reopen +cases_assign +cases_manage_templates +cases_settings +create_comment +minimal_all
			security.access: -none +full
			security.sub_features.delete_cases: +false`,
			"kibana-.kibana space:soc:"+added("securitySolutionCasesV3", noDelete)),
		drift(func(r *kibanatest.ESRole) { grant(r, "soc", "feature_securitySolutionCasesV3.not_yet_known") }, plancheck.ResourceActionUpdate, `
			privileges.soc.securitySolutionCasesV3: -not_yet_known`,
			"kibana-.kibana space:soc: -feature_securitySolutionCasesV3.not_yet_known"),
		drift(func(r *kibanatest.ESRole) {
			grant(r, "soc", "feature_generalCasesV3.all")
			grant(r, "noc", "feature_securitySolutionCasesV3.all")
			r.Description, r.Cluster, r.Applications = "changed", nil, append(r.Applications, kibanatest.ESApplication{
				Application: "kibana-.kibana", Resources: []string{"space:new"}, Privileges: []string{"space_all"},
			})
		}, plancheck.ResourceActionNoop, ``, ``),
		resource.TestStep{
			PreConfig: func() { k.Remove("rich") }, Config: tier1Grant,
			ConfigPlanChecks: beforeApply(plancheck.ExpectResourceAction(tier1, plancheck.ResourceActionCreate)),
			ExpectError:      acrossLines(`Kibana has no role "rich"`),
		},
		resource.TestStep{PreConfig: func() { k.Plant("rich", othersRole()) }, Config: tier1Grant},
	)
}
