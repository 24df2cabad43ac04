package provider_test

import (
	"net/http"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

const (
	listPath     = "/api/security/role"
	rolePath     = listPath + "/rich"
	ownRole      = "cases_role"
	catalogPath  = "/api/security/privileges"
	licensePath  = "/api/licensing/info"
	featuresPath = "/api/features"
	spacesPath   = "/api/spaces/space"

	usersPath    = "/_security/user"
	profilesPath = "/_security/profile/_suggest"
	mappingsPath = "/_security/role_mapping"
)

// operation is something that the provider does, and the request of it that a
// fault meets.
type operation struct {
	name string
	// hit is the request that meets the fault. One that lasts meets from then on
	// every request to a path; by default, to the role API.
	hit   kibanatest.Hook
	lasts string
	// An object of a resource goes from one configuration to another; without one
	// it is not there.
	of          string
	prior, goal object
	// run does it, where it is not to plan and apply the goal.
	run func(*process, held) (held, end)
}

// end is how an operation ends that meets no error.
type end string

const done end = "done"

// faultOperations lists the writes, then the reads, and then what a plan can do
// without.
func faultOperations() [][]operation {
	whole, changed := wholeRole("assignee"), wholeRole("full")
	grant := object{"role": "rich", "space": "soc", "security": object{"access": "full"}, "connectors": "all"}
	get, put := kibanatest.On("GET", rolePath), kibanatest.On("PUT", rolePath)
	return [][]operation{
		{
			{name: "create", hit: put, of: ownRole, goal: whole},
			{name: "update", hit: put, of: ownRole, prior: whole, goal: changed},
			{name: "delete", hit: kibanatest.On("DELETE", rolePath), of: ownRole, prior: whole},
			{name: "grant", hit: put, of: featurePrivilege, goal: grant},
			{name: "removal", hit: put, of: featurePrivilege, prior: grant},
		},
		{
			{name: "read", hit: withQuery(get, ""), of: ownRole, prior: whole, goal: whole, run: refreshes},
			{name: "update's read", hit: get, of: ownRole, prior: whole, goal: changed},
			{name: "grant's check", hit: get.Passing(2), of: featurePrivilege, goal: grant},
			{name: "list refresh", hit: kibanatest.On("GET", listPath), lasts: listPath, of: ownRole, run: refreshesMany},
			{name: "query", hit: kibanatest.On("GET", listPath), of: ownRole, run: queries},
			{name: "catalogue", hit: kibanatest.On("GET", catalogPath), lasts: catalogPath, of: ownRole, run: readsFacts},
			{name: "licence", hit: kibanatest.On("GET", licensePath), lasts: licensePath, of: ownRole, run: readsFacts},
		},
		{
			{name: "restrictions", hit: kibanatest.On("GET", featuresPath), lasts: featuresPath, of: ownRole, run: plansRaw},
			{name: "hidden cases", hit: kibanatest.On("GET", spacesPath), lasts: spacesPath, of: ownRole, run: plansHidden},
			{name: "spaces", hit: kibanatest.On("GET", spacesPath).Passing(1), lasts: spacesPath, of: ownRole, run: readsSpaces},
			{name: "users", hit: kibanatest.On("GET", usersPath), lasts: usersPath, of: ownRole, run: readsUsers},
			{name: "profiles", hit: kibanatest.On("POST", profilesPath), lasts: profilesPath, of: ownRole, run: readsUsers},
			{name: "role mappings", hit: kibanatest.On("GET", mappingsPath), lasts: mappingsPath, of: ownRole, run: readsUsers},
		},
	}
}

// withQuery narrows a hook to requests with exactly this query.
func withQuery(hook kibanatest.Hook, query string) kibanatest.Hook {
	matches := hook.Match
	hook.Match = func(r *http.Request) bool { return matches(r) && r.URL.RawQuery == query }
	return hook
}

func wholeRole(access string) object {
	return object{"name": "rich", "description": access, "spaces": object{
		"soc":     object{"security": object{"access": access}, "features": object{"discover_v2": []string{"read"}}},
		"sandbox": object{"base": "read"},
	}}
}

// held is an object as Terraform holds it from one command to the next.
type held struct {
	of string // the resource
	kept
}

func refreshes(p *process, o held) (held, end) {
	if o = p.refreshed(o); p.isNull(o.state) {
		return o, "gone"
	}
	return o, done
}

// listed are roles enough for a list to be worth while, and one more.
var listed = []string{"listed0", "listed1", "listed2", "listed3", "listed4"}

func refreshesMany(p *process, o held) (held, end) {
	for _, name := range listed {
		if after := p.read(name); p.isNull(after.NewState) || p.text(after.NewState, "name") != name {
			p.t.Errorf("role %q was not read", name)
		}
	}
	return o, done
}

func queries(p *process, o held) (held, end) {
	if found := names(p.lists(ownRole, nil, false, 0)); len(p.diagnostics) == 0 && !slices.Equal(found, listed) {
		p.t.Errorf("found %q", found)
	}
	return o, done
}

// readsFacts reads what Kibana has to grant. It can do without the licence, which is
// only good for warnings.
func readsFacts(p *process, o held) (held, end) {
	if p.reads("cases_feature_catalog", nil)["license"] == nil {
		return o, "without"
	}
	return o, done
}

// plansRaw plans a role with raw privileges, some of which Kibana takes in all
// spaces only. Where it does not say so, it refuses the role at apply.
func plansRaw(p *process, o held) (held, end) {
	config := object{"name": "raw", "spaces": inSoc(object{"features": object{"everywhere_only": []string{"all"}}})}
	if planFailed(p.plan(config)) {
		p.wantDiagnostics(isError, "Privilege needs all spaces")
		p.diagnostics = nil
		return o, done
	}
	return o, "without"
}

// plansHidden plans access to cases in a space that hides them, which is only worth a
// warning.
func plansHidden(p *process, o held) (held, end) {
	p.plan(object{"name": "hidden", "spaces": object{hidingSpace.ID: security("view")}})
	if len(p.diagnostics) == 0 {
		return o, "without"
	}
	p.wantDiagnostic("WARNING", "hides Security cases")
	p.diagnostics = nil
	return o, done
}

// hidingSpace hides the cases of Security.
var hidingSpace = kibanatest.Space{ID: "hiding", Name: "Hiding", Solution: "oblt"}

// readsSpaces lists the spaces. The first request for them is for the facts about
// Kibana.
func readsSpaces(p *process, o held) (held, end) {
	if spaces, _ := p.reads("cases_spaces", nil)["spaces"].(map[string]any); len(p.diagnostics) == 0 && spaces[hidingSpace.ID] == nil {
		p.t.Errorf("spaces %v", spaces)
	}
	return o, done
}

// readsUsers lists people, of whom one is a user, one has a profile, and some will come by
// a role mapping.
func readsUsers(p *process, o held) (held, end) {
	data := p.reads("cases_users", nil)
	users, _ := data["users"].(map[string]any)
	mappings, _ := data["role_mappings"].(map[string]any)
	if len(p.diagnostics) == 0 && (len(users) != 2 || len(mappings) != 1) {
		p.t.Errorf("users %v, role mappings %v", users, mappings)
	}
	return o, done
}

// refreshed reads what there is of an object.
func (p *process) refreshed(o held) held {
	p.t.Helper()
	return held{o.of, p.refresh(o.of, o.kept)}
}

// become plans and applies a configuration; without one the object is destroyed.
// What needs no change is left alone.
func (p *process) become(o held, config object) held {
	p.t.Helper()
	plan := p.planChange(o.of, o.kept, config)
	if planFailed(plan) || p.same(o.of, o.state, plan.PlannedState) {
		return o
	}
	return held{o.of, p.applyChange(o.of, o.kept, config, plan)}
}

// imported is a role that Kibana has, as Terraform holds it from then on.
func (p *process) imported(of, id string) held {
	p.t.Helper()
	resp, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: of, ID: id})
	if p.collect(err, resp.Diagnostics) {
		p.t.FailNow()
	}
	return p.refreshed(held{of, kept{state: resp.ImportedResources[0].State, private: resp.ImportedResources[0].Private}})
}

// same compares two states of a resource.
func (p *process) same(of string, a, b *tfprotov6.DynamicValue) bool {
	p.t.Helper()
	return p.valueOf(of, a).Equal(p.valueOf(of, b))
}
