package provider_test

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"pgregory.net/rapid"
)

// Whatever is in a configuration, the provider says of it what the plugin
// framework says.
func TestValidationSaysWhatTheFrameworkSays(t *testing.T) {
	t.Parallel()
	for _, resource := range []string{"cases_role", featurePrivilege} {
		t.Run(resource, func(t *testing.T) {
			t.Parallel()
			own, framework := start(t, nil), startOn(t, frameworkServer(), nil)
			accepted, refused := 0, 0
			rapid.Check(t, func(rt *rapid.T) {
				for range 35 { // 30 checks come to a thousand configurations
					if validateAlike(rt, own, framework, resource, drawObject(rt, own.typeOf(resource), true)) {
						accepted++
					} else {
						refused++
					}
				}
			})
			if accepted == 0 || refused == 0 {
				t.Errorf("%d configurations accepted, %d refused", accepted, refused)
			}
		})
	}
}

// What Terraform lets through, or another client, does not get past the provider:
// an explicit null where something is required, and an element twice.
func TestOddConfigurationsAreRefused(t *testing.T) {
	t.Parallel()
	own, framework := start(t, nil), startOn(t, frameworkServer(), nil)
	block := func(kind string, block object) object {
		return object{"name": "test", "elasticsearch": object{kind: []object{block}}}
	}
	some, twice := []string{"a"}, []string{"read", "read"}
	for name, config := range map[string]object{
		"name = null":               {"name": nil},
		"access = null":             {"name": "test", "spaces": inSoc(object{"security": object{"access": nil}})},
		"names = null":              block("indices", object{"names": nil, "privileges": some}),
		"privileges = null":         block("indices", object{"names": some, "privileges": nil}),
		"clusters = null":           block("remote_cluster", object{"clusters": nil, "privileges": some}),
		"a privilege twice":         {"name": "test", "spaces": inSoc(object{"features": object{"discover_v2": twice}})},
		"a cluster privilege twice": {"name": "test", "elasticsearch": object{"cluster": twice}},
	} {
		if validateAlike(t, own, framework, "cases_role", own.valueOf("cases_role", own.value("cases_role", config))) {
			t.Errorf("%s is accepted", name)
		}
	}
}

// Whatever is in a state file, the provider makes of it what the plugin framework
// makes.
func TestStatesAreReadAsTheFrameworkReadsThem(t *testing.T) {
	t.Parallel()
	own, framework := start(t, nil), startOn(t, frameworkServer(), nil)
	for _, resource := range []string{"cases_role", featurePrivilege} {
		rapid.Check(t, func(rt *rapid.T) {
			for range 4 { // 30 checks come to a hundred states
				text, err := json.Marshal(plainValue(t, drawObject(rt, own.typeOf(resource), false)))
				if err != nil {
					rt.Fatal(err)
				}
				upgradeAlike(rt, own, framework, &tfprotov6.UpgradeResourceStateRequest{TypeName: resource, RawState: &tfprotov6.RawState{JSON: text}})
			}
		})
	}
}

// What does not fit the schema as it is, is the framework's to judge.
func TestStatesThatDoNotFit(t *testing.T) {
	t.Parallel()
	role := object{
		"id": "a", "name": "a", "description": nil, "metadata": nil, "capabilities": object{}, "privileges": object{}, "elasticsearch": nil,
		"spaces": object{"soc": object{"base": "read", "security": nil, "observability": nil, "stack": nil, "connectors": nil, "features": nil}},
	}
	with := func(name string, value any) object {
		changed := maps.Clone(role)
		changed[name] = value
		return changed
	}
	without := func(name string) object {
		changed := maps.Clone(role)
		delete(changed, name)
		return changed
	}
	text := func(state any) *tfprotov6.RawState {
		text, err := json.Marshal(state)
		if err != nil {
			t.Fatal(err)
		}
		return &tfprotov6.RawState{JSON: text}
	}
	requests := map[string]*tfprotov6.UpgradeResourceStateRequest{
		"a newer version":         {TypeName: "cases_role", Version: 7, RawState: text(role)},
		"of another resource":     {TypeName: "cases_other", RawState: text(role)},
		"of an ancient Terraform": {TypeName: "cases_role", RawState: &tfprotov6.RawState{Flatmap: map[string]string{"id": "a"}}},
		"broken":                  {TypeName: "cases_role", RawState: &tfprotov6.RawState{JSON: []byte(`{"id":`)}},
		"none":                    {TypeName: "cases_role"},
	}
	for name, state := range map[string]any{
		"as it is":                       role,
		"null":                           nil,
		"an attribute of a newer schema": with("newer", true),
		"an attribute of a newer schema in a space": with("spaces", object{"soc": object{"base": "read", "newer": true}}),
		"an attribute that it did not have yet":     without("metadata"),
		"without a name":                            with("name", nil),
		"blocks that are null":                      with("elasticsearch", object{"cluster": nil, "run_as": nil, "indices": nil, "remote_indices": []any{}, "remote_cluster": []any{}}),
		"a number for a text":                       with("description", 1),
		"a truth for a text":                        with("description", true),
		"a text for a map":                          with("spaces", "soc"),
		"a list for a map":                          with("spaces", []any{}),
		"a map for a text":                          with("description", object{}),
		"a map for a set":                           with("capabilities", object{"soc/security": object{}}),
		"a list":                                    []any{role},
		"a text":                                    "role",
	} {
		requests[name] = &tfprotov6.UpgradeResourceStateRequest{TypeName: "cases_role", RawState: text(state)}
	}
	for name, request := range requests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upgradeAlike(t, start(t, nil), startOn(t, frameworkServer(), nil), request)
		})
	}
}
