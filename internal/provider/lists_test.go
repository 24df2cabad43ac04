package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// holds is a role that stores privileges by space.
func holds(bySpace map[string]string) kibanatest.ESRole {
	var role kibanatest.ESRole
	for space, privileges := range bySpace {
		resource := "space:" + space
		if space == "*" {
			resource = space
		}
		role.Applications = append(role.Applications, kibanatest.ESApplication{
			Application: "kibana-.kibana", Resources: []string{resource}, Privileges: strings.Fields(privileges),
		})
	}
	return role
}

// plantMixed plants roles of every kind.
func (k target) plantMixed() {
	const security, stack, connectors = "feature_securitySolutionCasesV3.", "feature_generalCasesV3.", "feature_actions."
	for name, role := range map[string]kibanatest.ESRole{
		"a-rich":       richStored,
		"b-everywhere": holds(map[string]string{"*": security + "read", "soc": stack + "all " + connectors + "all"}),
		"c-base":       holds(map[string]string{"soc": "space_all"}),
		"d-connectors": holds(map[string]string{"soc": connectors + "read"}),
		"e-discover":   holds(map[string]string{"sandbox": "feature_discover_v2.read"}),
		"f-old":        holds(map[string]string{"soc": "feature_securitySolutionCases.all " + connectors + "all"}),
		"g-raw":        holds(map[string]string{"soc": security + "cases_delete"}),
		"h-nothing":    {Cluster: []string{"monitor"}},
		"i-broken":     {Applications: []kibanatest.ESApplication{{Application: "kibana-.kibana", Resources: []string{"*", "space:soc"}, Privileges: []string{security + "read"}}}},
		"j-metadata":   {Metadata: map[string]json.RawMessage{"_own": json.RawMessage("1")}},
		"k/slash":      holds(map[string]string{"soc": security + "minimal_read " + security + "create_comment"}),
	} {
		k.Plant(name, role)
	}
}

// Filters choose roles; what cannot be imported is left out and named.
func TestListRoles(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.plantMixed()
	for name, test := range map[string]struct {
		config object
		limit  int64
		want   string
	}{
		"all":                {want: "a-rich b-everywhere c-base d-connectors e-discover f-old g-raw h-nothing k/slash"},
		"one space":          {config: object{"space": "soc"}, want: "a-rich b-everywhere c-base d-connectors f-old g-raw k/slash"},
		"another space":      {config: object{"space": "sandbox"}, want: "a-rich b-everywhere e-discover"},
		"all spaces":         {config: object{"space": "*"}, want: "b-everywhere"},
		"a solution":         {config: object{"solution": "security"}, want: "a-rich b-everywhere c-base f-old g-raw k/slash"},
		"a solution there":   {config: object{"solution": "stack", "space": "sandbox"}, want: "a-rich"},
		"a solution nowhere": {config: object{"solution": "observability", "space": "*"}},
		"with reserved":      {config: object{"include_reserved": true, "solution": "observability", "space": "*"}, want: "editor (reserved) kibana_admin (reserved) superuser (reserved) viewer (reserved)"},
		"a few":              {limit: 2, want: "a-rich b-everywhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			got := names(p.lists(roleType, test.config, false, test.limit))
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %q, want %s", got, test.want)
			}
			switch {
			case test.limit > 0: // the list ends before what is left out
				p.wantNoDiagnostics()
			case test.config == nil:
				p.wantDiagnostic("WARNING", "The list is not complete", `* Role "i-broken": Kibana cannot decode`, `* Role "j-metadata": "_own" begins with "_"`)
			default:
				p.wantDiagnostic("WARNING", `Role "i-broken"`)
			}
		})
	}
}

// A reserved role can be shown, but not imported.
func TestListReservedRolesWithState(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	p := start(t, k.settings(nil))
	if got := names(p.lists(roleType, object{"include_reserved": true}, true, 100)); len(got) > 0 {
		t.Errorf("listed: %q", got)
	}
	p.wantDiagnostic("WARNING", `* Role "superuser" is built into Elasticsearch`, `* Role "viewer" is built`)
}

// Each result is one role in one space.
func TestListFeaturePrivileges(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.plantMixed()
	everything := []string{"a-rich dev", "a-rich soc", "b-everywhere *", "b-everywhere soc", "d-connectors soc", "f-old soc", "k/slash soc"}
	for name, test := range map[string]struct {
		config   object
		limit    int64
		want     []string
		warnings []string
	}{
		"all":              {want: everything, warnings: []string{`* Role "g-raw" in space "soc": The role holds privilege ids of securitySolutionCasesV3 that no access level`, `* Role "i-broken": Kibana cannot decode`}},
		"one space":        {config: object{"space": "dev"}, want: []string{"a-rich dev", "b-everywhere *"}, warnings: []string{`Role "i-broken"`}},
		"all spaces":       {config: object{"space": "*"}, want: []string{"b-everywhere *"}, warnings: []string{`Role "i-broken"`}},
		"a solution":       {config: object{"solution": "stack"}, want: []string{"a-rich dev", "b-everywhere soc"}, warnings: []string{`Role "i-broken"`}},
		"a role":           {config: object{"role": "a-rich"}, want: []string{"a-rich dev", "a-rich soc"}},
		"a role's space":   {config: object{"role": "k/slash", "space": "soc"}, want: []string{"k/slash soc"}},
		"a base privilege": {config: object{"role": "c-base"}},
		"a few":            {limit: 3, want: everything[:3]},
		"more than is":     {limit: 100, want: everything, warnings: []string{"The list is not complete"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			var got []string
			for _, one := range p.lists(grantType, test.config, false, test.limit) {
				got = append(got, fmt.Sprintf("%s %s", one.identity["role"], one.identity["space"]))
				where := fmt.Sprintf("space %q", one.identity["space"])
				if one.identity["space"] == "*" {
					where = "all spaces"
				}
				if want := fmt.Sprintf("%s in %s", one.identity["role"], where); one.name != want {
					t.Errorf("display name %q, want %q", one.name, want)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("grants (-want +got):\n%s", diff)
			}
			p.wantDiagnostic(test.warnings...)
		})
	}
}

// What is listed is what an import finds, and as a configuration it plans no
// change.
func TestListedStatesPlanClean(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.plantMixed()
	for of, count := range map[string]int{roleType: 9, grantType: 7} {
		p := start(t, k.settings(nil))
		found := p.lists(of, nil, true, 0)
		if len(found) != count {
			t.Errorf("%s: listed %q", of, names(found))
		}
		for _, one := range found {
			p.diagnostics = nil
			imported, planned := p.importsAs(of, one)
			if diff := cmp.Diff(one.state, imported); diff != "" {
				t.Errorf("%s %s: (-listed +imported):\n%s", of, one.name, diff)
			}
			if diff := cmp.Diff(imported, planned); diff != "" {
				t.Errorf("%s %s: (-imported +planned):\n%s", of, one.name, diff)
			}
			if slices.ContainsFunc(p.diagnostics, func(line string) bool { return strings.HasPrefix(line, "ERROR") }) {
				t.Errorf("%s %s: diagnostics %q", of, one.name, p.diagnostics)
			}
		}
	}
}

// A listing takes one request for roles, and for one role its own.
func TestListRequests(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.plantMixed()
	for _, test := range []struct {
		of     string
		config object
		want   string
	}{
		{roleType, nil, "GET /api/security/role"},
		{grantType, nil, "GET /api/security/role"},
		{grantType, object{"role": "a-rich"}, "GET /api/security/role/a-rich"},
	} {
		k.ResetJournal()
		start(t, k.settings(nil)).lists(test.of, test.config, true, 0)
		if diff := cmp.Diff([]string{test.want}, k.requests("GET /api/security/role")); diff != "" {
			t.Errorf("%s %v (-want +got):\n%s", test.of, test.config, diff)
		}
	}
}

// A listing that fails says why, and what is wrong with its configuration.
func TestListRefused(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.plantMixed()
	for name, test := range map[string]struct {
		of     string
		config object
		says   []string
	}{
		"space":            {roleType, object{"space": "SOC"}, []string{`AttributeName("space")`, `"SOC" is not a space id`}},
		"solution":         {roleType, object{"solution": "securty"}, []string{`AttributeName("solution")`, `Did you mean "security"?`}},
		"space of grants":  {grantType, object{"space": "a b"}, []string{`AttributeName("space")`}},
		"solution, too":    {grantType, object{"solution": "x"}, []string{`AttributeName("solution")`}},
		"empty space":      {roleType, object{"space": ""}, []string{`AttributeName("space")`, "Empty filter", "leave space out (null)"}},
		"empty solution":   {roleType, object{"solution": ""}, []string{`AttributeName("solution")`, "Empty filter", "leave solution out (null)"}},
		"empty space, too": {grantType, object{"space": ""}, []string{`AttributeName("space")`, "Empty filter"}},
		"no solution":      {grantType, object{"solution": ""}, []string{`AttributeName("solution")`, "Empty filter"}},
		"no role":          {grantType, object{"role": ""}, []string{`AttributeName("role")`, "needs a name"}},
		"role that is not": {grantType, object{"role": "gone"}, []string{`AttributeName("role")`, `no role "gone"`, "Roles. A list contains only roles that exist already."}},
		"reserved role":    {grantType, object{"role": "superuser"}, []string{`AttributeName("role")`, "built into Elasticsearch"}},
		"broken role":      {grantType, object{"role": "i-broken"}, []string{`AttributeName("role")`, "cannot decode"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, k.settings(nil))
			p.lists(test.of, test.config, true, 0)
			p.wantDiagnostic(append(test.says, "ERROR")...)
		})
	}
}

func TestListFails(t *testing.T) {
	t.Parallel()
	for _, of := range []string{roleType, grantType} {
		for path, says := range map[string]string{"/api/security/role": "Listing roles failed", "/api/status": "Reading what the privileges of this Kibana let people do failed"} {
			k := onDouble(t, kibanatest.Newest())
			k.Hook(kibanatest.On("GET", path).Answer(403, `{"statusCode":403,"error":"Forbidden","message":"no"}`))
			p := start(t, k.settings(nil))
			p.lists(of, nil, false, 0)
			p.wantDiagnostic("ERROR", says, "not allowed to do this")
		}
	}
}

// While the provider's configuration is not known there is nothing to list.
func TestListWithoutKibana(t *testing.T) {
	t.Parallel()
	for _, of := range []string{roleType, grantType} {
		p := &process{t: t}
		var err error
		if p.server, err = factories()["cases"](); err != nil {
			t.Fatal(err)
		}
		schemas, err := p.server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
		if err != nil {
			t.Fatal(err)
		}
		typ, _ := schemas.Provider.ValueType().(tftypes.Object)
		settings := map[string]tftypes.Value{}
		for name, of := range typ.AttributeTypes {
			settings[name] = tftypes.NewValue(of, nil)
		}
		settings["endpoint"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
		config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, settings))
		if err != nil {
			t.Fatal(err)
		}
		done, err := p.server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
		p.collect(err, done.Diagnostics)
		p.lists(of, nil, false, 0)
		p.wantDiagnostic("ERROR", "Kibana is not known", "terraform query")
	}
}
