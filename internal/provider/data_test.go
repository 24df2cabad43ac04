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

// reads a data source as Terraform does: what is wrong with its
// configuration comes first. The result is plain JSON, nil where there is none.
func (p *process) reads(name string, config object) map[string]any {
	p.t.Helper()
	if config == nil {
		config = object{}
	}
	valid, err := p.server.ValidateDataResourceConfig(p.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: encode(p.t, allSchemas().DataSourceSchemas[name], config)})
	if p.heard(err, valid.Diagnostics) {
		return nil
	}
	resp, err := p.server.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: encode(p.t, allSchemas().DataSourceSchemas[name], config)})
	if p.heard(err, resp.Diagnostics) {
		return nil
	}
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	state, err := resp.State.Unmarshal(schemas.DataSourceSchemas[name].ValueType())
	if err != nil {
		p.t.Fatal(err)
	}
	result, _ := plainValue(p.t, state).(map[string]any)
	return result
}

// plainValue is a value as JSON would have it.
func plainValue(t testing.TB, v tftypes.Value) any {
	t.Helper()
	take := func(target any) {
		t.Helper()
		if err := v.As(target); err != nil {
			t.Fatal(err)
		}
	}
	switch is := v.Type(); {
	case v.IsNull():
		return nil
	case is.Is(tftypes.String):
		var text string
		take(&text)
		return text
	case is.Is(tftypes.Bool):
		var truth bool
		take(&truth)
		return truth
	case is.Is(tftypes.Map{}) || is.Is(tftypes.Object{}):
		var members map[string]tftypes.Value
		take(&members)
		all := map[string]any{}
		for name, member := range members {
			all[name] = plainValue(t, member)
		}
		return all
	default:
		var elements []tftypes.Value
		take(&elements)
		all := []any{}
		for _, element := range elements {
			all = append(all, plainValue(t, element))
		}
		if is.Is(tftypes.Set{}) { // of texts
			slices.SortFunc(all, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
		return all
	}
}

// expectJSON compares a value with JSON; what the JSON does not mention at its
// top level does not count. Null members of objects are left out.
func expectJSON(t *testing.T, got map[string]any, want string) {
	t.Helper()
	var wanted map[string]any
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatalf("%s in %s", err, want)
	}
	for name, value := range wanted {
		value, found := withoutNulls(value), withoutNulls(got[name])
		if diff := cmp.Diff(value, found); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func withoutNulls(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for name, member := range value {
			if member != nil {
				kept[name] = withoutNulls(member)
			}
		}
		return kept
	case []any:
		kept := []any{}
		for _, element := range value {
			kept = append(kept, withoutNulls(element))
		}
		return kept
	}
	return value
}

// grantsIn is a role that grants privileges in one space.
func grantsIn(space string, privileges ...string) kibanatest.ESRole {
	return kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{"space:" + space}, Privileges: privileges},
	}}
}

// brokenRole is a role that Kibana cannot show, and that grants everything on
// security cases.
func brokenRole() kibanatest.ESRole {
	return everywhere("feature_securitySolutionCasesV3.all", "all")
}

// Every data source says what is the matter with Kibana, and stores nothing.
func TestDataFaults(t *testing.T) {
	t.Parallel()
	configs := map[string]object{
		"cases_role": {"name": "a"}, "cases_roles": {}, "cases_access": {"roles": []string{"a"}}, "cases_feature_catalog": {},
	}
	for name, test := range map[string]struct {
		do      func(target)
		catalog bool // whether the catalogue fails too
		says    []string
	}{
		"roles forbidden": {func(k target) {
			k.Hook(kibanatest.On("GET", "/api/security/role*").Answer(403, `{"statusCode":403,"error":"Forbidden","message":"no"}`))
		}, false, []string{"ERROR", "read_security"}},
		"roles unavailable": {func(k target) { k.Hook(kibanatest.On("GET", "/api/security/role*").Answer(503, "")) }, false, []string{"ERROR", "not available"}},
		"a login page": {func(k target) {
			k.Hook(kibanatest.On("GET", "/api/security/role*").Answer(200, "<html>", "Content-Type", "text/html"))
		}, false, []string{"ERROR", "login page"}},
		"not roles":     {func(k target) { k.Hook(kibanatest.On("GET", "/api/security/role*").Answer(200, `"role"`)) }, false, []string{"ERROR", "/api/security/role"}},
		"no privileges": {func(k target) { k.Hook(kibanatest.On("GET", "/api/security/privileges").Answer(500, "")) }, true, []string{"ERROR", "/api/security/privileges"}},
		"nobody known": {func(k target) {
			k.Hook(kibanatest.On("", "/*").Answer(401, `{"statusCode":401,"error":"Unauthorized","message":"who?"}`))
		}, true, []string{"ERROR", "did not accept the credentials"}},
		"a Kibana of old": {func(k target) {
			k.Hook(kibanatest.On("GET", "/api/status").Answer(200, `{"version":{"number":"8.10.4","build_flavor":"traditional"}}`))
		}, true, []string{"ERROR", "8.11"}},
	} {
		for data, config := range configs {
			if data == "cases_feature_catalog" && !test.catalog {
				continue
			}
			t.Run(name+" for "+data, func(t *testing.T) {
				t.Parallel()
				k := onDouble(t, kibanatest.Newest())
				k.Plant("a", grantsIn("soc", "feature_securitySolutionCasesV3.read"))
				test.do(k)
				p := start(t, k.settings(nil))
				if got := p.reads(data, config); got != nil {
					t.Errorf("there is a result all the same: %v", got)
				}
				p.wants(test.says...)
			})
		}
	}
}

// While Kibana is not known, nothing can be read, and the way out is named.
func TestDataBeforeKibanaIsKnown(t *testing.T) {
	t.Parallel()
	for data, config := range map[string]object{
		"cases_role": {"name": "a"}, "cases_roles": {}, "cases_access": {"roles": []string{"a"}}, "cases_feature_catalog": {},
	} {
		t.Run(data, func(t *testing.T) {
			t.Parallel()
			p := unknownKibana(t)
			if got := p.reads(data, config); got != nil {
				t.Errorf("there is a result all the same: %v", got)
			}
			p.wants("ERROR", "Kibana is not known yet", "depends_on")
		})
	}
}

// unknownKibana is a provider whose endpoint is known after apply.
func unknownKibana(t *testing.T) *process {
	t.Helper()
	server, err := factories()["cases"]()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, server: server}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	of, _ := schemas.Provider.ValueType().(tftypes.Object)
	settings := map[string]tftypes.Value{}
	for name, is := range of.AttributeTypes {
		settings[name] = tftypes.NewValue(is, nil)
	}
	settings["endpoint"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	config, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, settings))
	if err != nil {
		t.Fatal(err)
	}
	done, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
	p.heard(err, done.Diagnostics)
	return p
}
