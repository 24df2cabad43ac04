package provider_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// reads a data source as Terraform does: what is wrong with its
// configuration comes first. The result is plain JSON, nil where there is none.
func (p *process) reads(name string, config object) map[string]any {
	p.t.Helper()
	if config == nil {
		config = object{}
	}
	valid, err := p.server.ValidateDataResourceConfig(p.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: encode(p.t, allSchemas().DataSourceSchemas[name], config)})
	if p.collect(err, valid.Diagnostics) {
		return nil
	}
	resp, err := p.server.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: encode(p.t, allSchemas().DataSourceSchemas[name], config)})
	if p.collect(err, resp.Diagnostics) {
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

// call calls a function as Terraform does: without configuring the provider.
// The result is JSON, or "" if it is unknown.
func call(t *testing.T, name string, arguments ...any) (result string, problem *tfprotov6.FunctionError) {
	t.Helper()
	server, err := factories()["cases"]()
	if err != nil {
		t.Fatal(err)
	}
	req := &tfprotov6.CallFunctionRequest{Name: name}
	signature := allSchemas().Functions[name]
	for i, argument := range arguments {
		req.Arguments = append(req.Arguments, encodeArgument(t, signature.Parameters[i].Type, argument))
	}
	resp, err := server.CallFunction(t.Context(), req)
	if err != nil || resp.Error != nil {
		return "", resp.Error
	}
	value, err := resp.Result.Unmarshal(signature.Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	if !value.IsKnown() {
		return "", nil
	}
	text, err := json.Marshal(unwrap(t, value))
	if err != nil {
		t.Fatal(err)
	}
	return string(text), nil
}
