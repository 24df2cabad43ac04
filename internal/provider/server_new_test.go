package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// newCase is an object that does not exist yet, and whether the provider plans and
// creates it without the plugin framework.
type newCase struct {
	on        string // profile; the newest where it is empty
	settings  object
	prepare   func(k target)   // before the provider starts
	before    func(p *process) // before the plan
	of        string           // cases_role where it is empty
	config    object           // "test" with every kind of attribute where it is nil
	unknown   []string         // paths that are unknown to the plan
	private   string           // without a prior state: the object is replaced
	identity  object           // the same
	unplanned []string         // paths of the plan that are unknown to the creation
	meanwhile func(k target)   // between plan and creation
	planned   bool
	created   bool
	says      string // in a diagnostic of plan or creation
}

func newGrant() object {
	return object{"role": "granted", "space": "soc", "security": object{"access": "assignee"}, "connectors": "all"}
}

// Plans and creations of new objects equal the plugin framework's, with the same
// requests.
func TestNewObjects(t *testing.T) {
	t.Parallel()
	role := func(name string, spaces object) object { return object{"name": name, "spaces": spaces} }
	put := func(change func(kibanatest.Hook) kibanatest.Hook) func(target) {
		return func(k target) { k.Hook(change(kibanatest.On(http.MethodPut, "/api/security/role/*"))) }
	}
	answers := func(status int) func(target) {
		return put(func(h kibanatest.Hook) kibanatest.Hook {
			return h.Answer(status, fmt.Sprintf(`{"statusCode":%d,"error":"e","message":"m"}`, status), "Content-Type", "application/json")
		})
	}
	alter := func(change func(*kibanatest.ESRole)) func(target) {
		return func(k target) { k.alterRole("granted", change) }
	}
	holds := func(resource string, privileges ...string) func(target) {
		return alter(func(r *kibanatest.ESRole) {
			r.Applications = []kibanatest.ESApplication{{Application: "kibana-.kibana", Resources: []string{resource}, Privileges: privileges}}
		})
	}
	plans := func(of string, config object) func(*process) {
		return func(p *process) { p.planChange(of, kept{}, config) }
	}
	for name, test := range map[string]newCase{
		"a role with everything":        {planned: true, created: true},
		"nothing but a name":            {config: object{"name": "test"}, planned: true, created: true},
		"empty values":                  {config: object{"name": "test", "spaces": object{}, "elasticsearch": object{"cluster": []string{}}}, planned: true, created: true},
		"on an older Kibana":            {on: "8.11", config: role("test", inSoc(security("view"))), planned: true, created: true},
		"a space that does not exist":   {config: role("test", object{"nowhere": security("full")}), created: true, says: "nowhere"},
		"an id that does not exist":     {config: role("test", inSoc(object{"features": object{"discover_v2": []string{"fly"}}})), says: "fly"},
		"a built-in name":               {config: object{"name": "superuser"}, says: "superuser"},
		"refused without validation":    {config: role("test", inSoc(object{"security": object{"access": "rule"}})), planned: true, says: "rule"},
		"a role that exists":            {prepare: func(k target) { k.Plant("test", kibanatest.ESRole{}) }, says: "Role exists already"},
		"the role is created meanwhile": {meanwhile: func(k target) { k.Plant("test", kibanatest.ESRole{}) }, planned: true, says: "Role exists already"},
		"planned before":                {before: plans(ownRole, object{"name": "test"}), planned: true, created: true},
		"a grant on it is planned": {
			before: plans(featurePrivilege, object{"role": "test", "space": "soc", "observability": object{"access": "view"}}), planned: true, created: true,
		},
		"in the state, and planned as new": {
			prepare: func(k target) { k.Plant("test", kibanatest.ESRole{}) },
			before:  func(p *process) { p.begins(ownRole, kept{state: p.value(ownRole, object{"name": "test"})}) },
			planned: true, says: "Role exists already",
		},
		"replaced": {
			prepare: func(k target) { k.Plant("test", kibanatest.ESRole{}) }, private: `{"fingerprint":"IngiCg=="}`, meanwhile: func(k target) { k.Remove("test") },
		},
		"replaced, with an identity": {identity: object{"name": "other"}},
		"a grant gives up what it sets": {
			before: func(p *process) {
				p.validates(everyKind())
				grant := object{"id": "test/soc", "role": "test", "space": "soc", "security": access("assignee"), "stack": access("view"), "capabilities": object{}, "privileges": object{}}
				p.planChange(featurePrivilege, kept{state: p.value(featurePrivilege, grant)}, object{"role": "test", "space": "soc", "stack": access("view")})
			}, created: true, says: "Access is taken away",
		},
		"a failure":               {meanwhile: answers(http.StatusInternalServerError), planned: true, says: "failed"},
		"no permission":           {meanwhile: answers(http.StatusForbidden), planned: true, says: "manage_security"},
		"a conflict":              {meanwhile: answers(http.StatusConflict), planned: true, says: "Role exists already"},
		"lost before it is there": {meanwhile: put(kibanatest.Hook.Cut), planned: true, says: "connection to Kibana broke"},
		"the answer is lost":      {meanwhile: put(kibanatest.Hook.CutAfter), planned: true, created: true},
		"Kibana does not answer": {
			prepare: func(k target) { k.Hook(kibanatest.On(http.MethodGet, "/api/status").Answer(http.StatusBadGateway, "")) }, says: "what the privileges of this Kibana let people do",
		},
		"a pinned version":              {settings: object{"kibana_version": "9.5.0"}, planned: true, created: true},
		"a pinned version, another":     {settings: object{"kibana_version": "8.17.0"}, config: role("test", inSoc(security("view"))), planned: true, says: "Kibana is not the one"},
		"the name is unknown":           {unknown: []string{"name"}, planned: true, created: true},
		"spaces are unknown":            {unknown: []string{"spaces"}, planned: true, created: true},
		"a space is unknown":            {unknown: []string{"spaces.soc"}, planned: true, created: true},
		"access is unknown":             {unknown: []string{"spaces.soc.security.access"}, planned: true, created: true},
		"a set is unknown":              {unknown: []string{"elasticsearch.cluster", "spaces.soc.features"}, planned: true, created: true},
		"blocks are unknown":            {unknown: []string{"elasticsearch.indices"}, planned: true, created: true},
		"computed values are unknown":   {unplanned: []string{"id", "capabilities", "privileges"}, planned: true, created: true},
		"a configured value is unknown": {config: object{"name": "test", "description": "d"}, unplanned: []string{"description"}, planned: true},

		"a replaced grant":                        {of: featurePrivilege, private: `{"planned":"dHJ1ZQ=="}`, created: true},
		"a grant":                                 {of: featurePrivilege, planned: true, created: true},
		"on a role that does not exist":           {of: featurePrivilege, config: views("absent", "soc"), planned: true, says: "Role does not exist"},
		"on a built-in role":                      {of: featurePrivilege, config: views("superuser", "soc"), says: "superuser"},
		"in a space that does not exist":          {of: featurePrivilege, config: views("granted", "nowhere"), created: true, says: "nowhere"},
		"a base privilege in the way":             {of: featurePrivilege, prepare: holds("space:soc", "space_read"), says: "Space has a base privilege"},
		"it gets in the way meanwhile":            {of: featurePrivilege, meanwhile: holds("space:soc", "space_read"), planned: true, says: "Space has a base privilege"},
		"it takes capabilities away":              {of: featurePrivilege, prepare: holds("space:soc", "feature_securitySolutionCasesV3.all"), config: views("granted", "soc"), created: true, says: "loses"},
		"a role that cannot be decoded":           {of: featurePrivilege, prepare: holds("space:soc", "all"), says: "cannot be decoded"},
		"another grant on the same":               {of: featurePrivilege, before: plans(featurePrivilege, views("granted", "soc")), says: "Two grants"},
		"another grant with the same":             {of: featurePrivilege, before: plans(featurePrivilege, newGrant()), created: true, says: "Two grants"},
		"another grant beside it":                 {of: featurePrivilege, before: plans(featurePrivilege, object{"role": "granted", "space": "soc", "stack": object{"access": "view"}}), planned: true, created: true},
		"the role is unknown":                     {of: featurePrivilege, unknown: []string{"role"}, planned: true, created: true},
		"the space and access are unknown":        {of: featurePrivilege, unknown: []string{"space", "security"}, planned: true, created: true},
		"computed values of it are unknown":       {of: featurePrivilege, unplanned: []string{"id", "capabilities", "privileges"}, planned: true, created: true},
		"the grant's write fails":                 {of: featurePrivilege, meanwhile: answers(http.StatusInternalServerError), planned: true, says: "failed"},
		"the answer to the grant's write is lost": {of: featurePrivilege, meanwhile: put(kibanatest.Hook.CutAfter), planned: true, created: true},
		"the grant's write cannot be verified": {
			of: featurePrivilege, meanwhile: func(k target) {
				k.Hook(kibanatest.On(http.MethodGet, "/api/security/role/granted").Passing(1).Answer(http.StatusBadGateway, ""))
			}, planned: true, says: "could not be verified",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := kibanatest.Newest()
			if test.on != "" {
				on = profile(t, test.on)
			}
			if test.of == "" {
				test.of = ownRole
			}
			if test.config == nil && test.of == ownRole {
				test.config = everyKind()
			} else if test.config == nil {
				test.config = newGrant()
			}
			planned, created, says := test.run(t, func() duel {
				return startDuel(t, on, test.settings, func(k target) {
					k.Plant("granted", kibanatest.ESRole{})
					if test.prepare != nil {
						test.prepare(k)
					}
				})
			})
			if planned != test.planned || created != test.created {
				t.Errorf("without the framework: plan %v, creation %v; want %v, %v; diagnostics %q", planned, created, test.planned, test.created, says)
			}
			if (len(says) > 0) != (test.says != "") || !strings.Contains(fmt.Sprint(says), test.says) {
				t.Errorf("diagnostics %q, want %q", says, test.says)
			}
		})
	}
}

// run plans and creates an object, and returns which of both the provider did without
// the framework.
func (c newCase) run(t *testing.T, start func() duel) (planned, created bool, says []string) {
	t.Helper()
	config := configured(t, c.of, c.config)
	if c.unknown != nil { // An apply plans again when the values are known.
		d := start()
		if _, planned, _ := d.plan(t, c.of, unknownAt(t, config, c.unknown...), kept{}); !planned || len(d.own.diagnostics) > 0 {
			t.Errorf("unknown %q: planned without the framework: %v: %q", c.unknown, planned, d.own.diagnostics)
		}
	}
	d := start()
	if c.before != nil {
		d.both(func(p *process, _ target) { c.before(p) })
	}
	prior := kept{private: []byte(c.private)}
	if c.identity != nil {
		prior.identity = d.own.identityValue(c.of, c.identity)
	}
	plans, planned, ok := d.plan(t, c.of, config, prior)
	says = d.own.diagnostics
	if !ok {
		return planned, false, says
	}
	if c.meanwhile != nil {
		d.both(func(_ *process, k target) { c.meanwhile(k) })
	}
	if c.unplanned != nil {
		for p, plan := range plans {
			plan.state = encodeValue(t, allSchemas().ResourceSchemas[c.of], unknownAt(t, p.valueOf(c.of, plan.state), c.unplanned...))
			plans[p] = plan
		}
	}
	created = d.create(t, c.of, config, plans)
	return planned, created, append(says, d.own.diagnostics...)
}
