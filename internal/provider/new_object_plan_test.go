package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// The plan of a new grant says what it takes away from what the role holds, and
// what Kibana or the provider would refuse, as far as the role can be read.
func TestNewGrantPlan(t *testing.T) {
	t.Parallel()
	reserved := kibanatest.ESRole{Metadata: everythingReserved}
	for name, test := range map[string]struct {
		stored *kibanatest.ESRole // nil where there is no such role
		space  string
		says   []string
	}{
		"more is there":           {&moreThere, "soc", []string{"WARNING", `Role "owned" loses`, "soc/security: create_cases"}},
		"as much is there":        {&asMuchThere, "soc", nil},
		"more is there elsewhere": {&moreThere, "sandbox", nil},
		"missing":                 {nil, "soc", nil},
		"undecodable":             {new(brokenRole()), "soc", []string{"ERROR", `AttributeName("role")`, "cannot be decoded"}},
		"built in":                {&reserved, "soc", []string{"ERROR", `AttributeName("role")`, "built into Elasticsearch"}},
		"a base privilege there":  {&baseThere, "soc", []string{"ERROR", `AttributeName("space")`, `base privilege "read"`}},
		"a base privilege there, the grant elsewhere": {&baseThere, "sandbox", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			if test.stored != nil {
				k.Plant("owned", *test.stored)
			}
			p := start(t, k.settings(nil))
			plan := p.planGrant(nil, views("owned", test.space))
			p.wantDiagnostic(test.says...)
			if p.failed() || test.stored == nil {
				return
			}
			p.diagnostics = nil
			p.applyChange(featurePrivilege, kept{}, views("owned", test.space), plan)
			p.wantNoDiagnostics() // it was said already
		})
	}
}

var (
	everythingReserved = map[string]json.RawMessage{"_reserved": json.RawMessage("true")}
	moreThere          = grantsIn("soc", "feature_securitySolutionCasesV3.all", "feature_actions.all")
	asMuchThere        = grantsIn("soc", "feature_securitySolutionCasesV3.read")
	baseThere          = grantsIn("soc", "space_read")
)

// A base privilege is no reason to refuse a grant where a cases_role of that name
// is planned to change: it may make room in the same apply.
func TestNewGrantPlanBesideARoleThatMakesRoom(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	role := k.created(t, ownRole, object{"name": "owned", "spaces": inSoc(object{"base": "read"})})
	p := start(t, k.settings(nil))
	makesRoom := object{"name": "owned", "spaces": object{"sandbox": object{"stack": access("view")}}}
	rolePlan := p.planChange(ownRole, role, makesRoom)
	p.diagnostics = nil // it says what the role loses
	grantPlan := p.planGrant(nil, grantOn("owned", object{"stack": access("view")}))
	p.applyChange(ownRole, role, makesRoom, rolePlan)
	p.applyChange(featurePrivilege, kept{}, grantOn("owned", object{"stack": access("view")}), grantPlan)
	if p.failed() {
		t.Errorf("diagnostics %q", p.diagnostics)
	}
	k.wantStored(t, "owned", "sandbox generalCasesV3.read", "soc generalCasesV3.read")
}

// The plan of a role to be created says that it is there already, unless Terraform
// has it in the state: tainted, replaced, or under another address.
func TestNewRolePlanOfARoleThatExists(t *testing.T) {
	t.Parallel()
	config := object{"name": "there", "spaces": inSoc(security("view"))}
	exists := []string{"ERROR", `AttributeName("name")`, `Kibana already has a role named "there"`, "import {\n    to = cases_role.example # the address of this resource\n    id = \"there\"\n  }"}
	for name, test := range map[string]struct {
		before func(p *process, role kept)
		prior  func(p *process, role kept) kept
		says   []string
	}{
		"nobody's": {says: exists},
		"tainted":  {before: func(p *process, role kept) { p.begins(ownRole, role) }},
		"replaced": {prior: func(p *process, role kept) kept {
			return kept{private: p.planChange(ownRole, role, config).PlannedPrivate}
		}},
		"under another address": {before: func(p *process, role kept) {
			p.begins(ownRole, role)
			p.planChange(ownRole, role, nil)
		}},
		"another is in the state": {before: func(p *process, _ kept) {
			p.planChange(ownRole, kept{}, object{"name": "another"})
		}, says: exists},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			role := k.created(t, ownRole, config)
			p := start(t, k.settings(nil))
			if test.before != nil {
				test.before(p, role)
			}
			var prior kept
			if test.prior != nil {
				prior = test.prior(p, role)
			}
			p.wantNoDiagnostics()
			p.planChange(ownRole, prior, config)
			p.wantDiagnostic(test.says...)
		})
	}
}

// Plans of new grants read each role once, and all roles at once where there are
// many; with kibana_version they ask for nothing.
func TestNewGrantPlanRequests(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	var roles []string
	for i := range 10 {
		roles = append(roles, fmt.Sprintf("r%d", i))
		k.Plant(roles[i], kibanatest.ESRole{})
	}
	plans := func(settings object, roles ...string) (read []string) {
		k.ResetJournal()
		p := start(t, k.settings(settings))
		for _, role := range roles {
			for _, space := range []string{"soc", "sandbox", "*"} {
				p.planGrant(nil, views(role, space))
			}
		}
		p.wantNoDiagnostics()
		return slices.DeleteFunc(k.requests(""), func(line string) bool { return !strings.HasPrefix(line, "GET "+listPath) })
	}
	if read := plans(nil, "r0", "r1"); !slices.Equal(read, []string{"GET " + rolePathOf("r0"), "GET " + rolePathOf("r1")}) {
		t.Errorf("two roles: %q", read)
	}
	if read := plans(nil, roles...); len(read) != 4 || !slices.Contains(read, "GET "+listPath) {
		t.Errorf("ten roles: %q", read)
	}
	plans(object{"kibana_version": "9.2.0"}, roles...)
	if len(k.requests("")) > 0 {
		t.Errorf("a pinned version: %q", k.requests(""))
	}
}

// The plan of many new roles looks all of them up in one list.
func TestManyNewRolesTakeOneList(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	p := start(t, k.settings(nil))
	for i := range 20 {
		p.plan(object{"name": fmt.Sprintf("new-%d", i)})
	}
	p.wantNoDiagnostics()
	single, lists := len(k.requests("GET /api/security/role/")), len(k.requests("GET /api/security/role"))
	if lists -= single; single > 3 || lists != 1 {
		t.Errorf("%d single reads and %d lists", single, lists)
	}
}

// A plan needs what Kibana says about its privileges. Where that cannot be had, the error
// names the request and the way out, and no table steps in.
func TestPlanWithoutTheAnswerAboutPrivileges(t *testing.T) {
	t.Parallel()
	for query, status := range map[string]int{"includeActions=true&respectLicenseLevel=false": 403, "respectLicenseLevel=true": 500} {
		k := onDouble(t, kibanatest.Newest())
		k.Hook(withQuery(kibanatest.On("GET", catalogPath), query).Answer(status, fmt.Sprintf(`{"statusCode":%d,"error":"x","message":"y"}`, status)))
		p := start(t, k.settings(nil))
		p.plan(object{"name": "new"})
		p.wantDiagnostic("ERROR", "GET "+catalogPath, "set kibana_version in the provider's configuration")
		pinned := start(t, k.settings(object{"kibana_version": "9.5.0"}))
		pinned.plan(object{"name": "new"})
		pinned.wantNoDiagnostics()
	}
}
