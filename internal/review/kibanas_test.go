package review_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// configured returns the configuration of a plan: provider configurations by key, with their expressions, and resources of
// the root module with their keys.
func configured(providers, resources object, modules ...object) object {
	configs := object{}
	for key, expressions := range providers {
		configs[key] = object{"name": key, "expressions": expressions}
	}
	var all list
	for address, key := range resources {
		rc := changeOf(address, "no-op", nil, nil)
		all = append(all, object{"address": address, "mode": "managed", "type": rc["type"], "name": rc["name"], "provider_config_key": key})
	}
	root := object{"resources": all}
	for _, calls := range modules {
		root["module_calls"] = calls
	}
	return object{"configuration": object{"provider_config": configs, "root_module": root}}
}

func constant(value any) object { return object{"endpoint": object{"constant_value": value}} }

// A role of one name in each of two Kibanas is two roles.
func TestReadTellsKibanasApart(t *testing.T) {
	t.Parallel()
	reads := roleOf("a", "soc/stack: read_cases")
	variable := object{"endpoint": object{"references": list{"var.endpoint"}}}
	elasticstack := func(endpoint string) object {
		return object{"kibana": list{object{"endpoints": object{"constant_value": list{endpoint}}}}}
	}
	two := list{changeOf("cases_role.a", "create", nil, reads), changeOf("cases_role.b", "delete", reads, nil)}
	rawReads := object{"name": "a", "kibana": list{kibanaEntry(list{"soc"}, "generalCasesV3", "read")}}
	mixed := list{
		changeOf("cases_role.a", "create", nil, reads),
		changeOf("elasticstack_kibana_security_role.b", "delete", rawReads, nil),
	}
	keys := object{"cases_role.a": "cases", "cases_role.b": "cases.eu"}
	mixedKeys := object{"cases_role.a": "cases", "elasticstack_kibana_security_role.b": "elasticstack"}
	apart := func(first, second string, notes ...string) string {
		return lines(append([]string{
			"create a of " + first, "  by cases_role.a create", "  soc/stack +read_cases",
			"delete a of " + second, "  by cases_role.b delete", "  soc/stack -read_cases", deletedNote,
		}, notes...)...)
	}
	const guess = "note: The plan does not say whether these provider configurations reach the same Kibana: "
	const guessed = ". The review treats their roles as different roles."
	for name, test := range map[string]struct {
		changes       list
		configuration object
		want          string
	}{
		"no configuration":   {two, nil, lines("1 unchanged")},
		"two endpoints":      {two, configured(object{"cases": constant("https://us"), "cases.eu": constant("https://eu")}, keys), apart("cases", "cases.eu")},
		"one endpoint":       {two, configured(object{"cases": constant("https://us"), "cases.eu": constant("https://us/")}, keys), lines("1 unchanged")},
		"environment":        {two, configured(object{"cases": object{}, "cases.eu": object{}}, keys), lines("1 unchanged")},
		"endpoints unknown":  {two, configured(object{"cases": variable, "cases.eu": variable}, keys), apart("cases", "cases.eu", guess+"cases, cases.eu"+guessed)},
		"one of each":        {mixed, configured(object{"cases": constant("https://us"), "elasticstack": object{}}, mixedKeys), lines("1 unchanged")},
		"one of each, equal": {mixed, configured(object{"cases": constant("https://us"), "elasticstack": elasticstack("https://us")}, mixedKeys), lines("1 unchanged")},
		"one of each, apart": {
			mixed, configured(object{"cases": constant("https://us"), "elasticstack": elasticstack("https://eu")}, mixedKeys),
			lines("create a of cases", "  by cases_role.a create", "  soc/stack +read_cases",
				"delete a of elasticstack", "  by elasticstack_kibana_security_role.b delete", "  soc/stack -read_cases", deletedNote),
		},
		"two of one, one of the other": {
			append(list{changeOf("cases_role.c", "no-op", reads, reads)}, mixed...),
			configured(object{"cases": constant("https://us"), "cases.eu": constant("https://eu"), "elasticstack": elasticstack("https://us")}, with(mixedKeys, object{"cases_role.c": "cases.eu"})),
			lines("2 unchanged"),
		},
		"two of one, one of the other that is unknown": {
			append(list{changeOf("cases_role.c", "no-op", reads, reads)}, mixed...),
			configured(object{"cases": constant("https://us"), "cases.eu": constant("https://eu"), "elasticstack": object{}}, with(mixedKeys, object{"cases_role.c": "cases.eu"})),
			lines("create a of cases", "  by cases_role.a create", "  soc/stack +read_cases",
				"delete a of elasticstack", "  by elasticstack_kibana_security_role.b delete", "  soc/stack -read_cases", deletedNote,
				guess+"cases, cases.eu, elasticstack"+guessed, "1 unchanged"),
		},
		"another one beside one that is known": {
			append(list{changeOf("elasticstack_kibana_security_role.c", "no-op", rawReads, rawReads)}, mixed...),
			configured(object{"cases": constant("https://us"), "elasticstack": elasticstack("https://us"), "elasticstack.eu": object{"kibana": list{object{"endpoints": object{"references": list{"var.eu"}}}}}},
				with(mixedKeys, object{"elasticstack_kibana_security_role.c": "elasticstack.eu"})),
			lines(guess+"cases, elasticstack.eu"+guessed, "2 unchanged"),
		},
		"a data source of the same name": {
			two,
			object{"configuration": object{"provider_config": object{"cases": object{"expressions": constant("https://us")}, "cases.eu": object{"expressions": constant("https://eu")}}, "root_module": object{"resources": list{
				object{"mode": "managed", "type": "cases_role", "name": "a", "provider_config_key": "cases"},
				object{"mode": "managed", "type": "cases_role", "name": "b", "provider_config_key": "cases"},
				object{"mode": "data", "type": "cases_role", "name": "b", "provider_config_key": "cases.eu"},
			}}}},
			lines("1 unchanged"),
		},
		"not in the configuration": {
			append(list{changeOf("cases_role.c", "no-op", reads, reads)}, two...),
			configured(object{"cases": constant("https://us"), "cases.eu": constant("https://eu")}, object{"cases_role.a": "cases", "cases_role.c": "cases.eu"}),
			apart("cases", "unknown", "  note: The resource is not in the configuration, so the plan does not say which Kibana the role is in.", "1 unchanged"),
		},
		"a connection of its own": {
			list{
				changeOf("elasticstack_kibana_security_role.a", "create", nil, rawReads),
				changeOf("elasticstack_kibana_security_role.b", "delete", with(rawReads, object{"kibana_connection": list{object{"endpoints": list{"https://eu"}}}}), nil),
			},
			configured(object{"elasticstack": elasticstack("https://us")}, object{"elasticstack_kibana_security_role.a": "elasticstack", "elasticstack_kibana_security_role.b": "elasticstack"}),
			lines("create a of elasticstack", "  by elasticstack_kibana_security_role.a create", "  soc/stack +read_cases",
				"delete a of elasticstack_kibana_security_role.b", "  by elasticstack_kibana_security_role.b delete", "  soc/stack -read_cases", deletedNote,
				guess+"elasticstack, elasticstack_kibana_security_role.b"+guessed),
		},
		"modules": {
			list{changeOf(`module.eu["x\"].y"].module.in.cases_role.a[0]`, "create", nil, reads), changeOf("cases_role.b", "delete", reads, nil)},
			configured(object{"module.eu:cases": constant("https://eu"), "cases": constant("https://us")}, object{"cases_role.b": "cases"}, object{
				"eu": object{"module": object{"module_calls": object{"in": object{"module": object{"resources": list{
					object{"mode": "managed", "type": "cases_role", "name": "a", "provider_config_key": "module.eu:cases"},
				}}}}}},
			}),
			lines("delete a of cases", "  by cases_role.b delete", "  soc/stack -read_cases", deletedNote,
				"create a of module.eu.cases", `  by module.eu["x\"].y"].module.in.cases_role.a[0] create`, "  soc/stack +read_cases"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, test.want, summary(read(t, planOf(test.changes, test.configuration), review.Options{KibanaVersion: "9.2.0"})))
		})
	}
}

// The version makes a difference only for raw ids.
func TestReadSaysWhetherTheVersionJudges(t *testing.T) {
	t.Parallel()
	computed := changeOf("cases_role.a", "create", nil, roleOf("a", "soc/security read_cases"))
	if r := read(t, planOf(list{computed}), review.Options{}); r.Kibana.Judges {
		t.Error("computed capabilities are judged by a version")
	}
}

// The version of Kibana comes from the flag, then from the plan, then from the tables.
func TestReadKnowsTheVersion(t *testing.T) {
	t.Parallel()
	provider := func(value object) object { return configured(object{"cases": object{"kibana_version": value}}, nil) }
	fixed := provider(object{"constant_value": "9.1.0"})
	variable := with(provider(object{"references": list{"var.version"}}), object{"variables": object{"version": object{"value": "8.18.0"}}})
	catalog := func(values object) object {
		resource := object{"mode": "data", "type": "cases_feature_catalog", "name": "this", "values": values}
		return object{"prior_state": object{"format_version": "1.0", "values": object{"root_module": object{
			"resources": list{object{"type": "other", "values": object{"kibana_version": "8.12"}}}, "child_modules": list{object{"resources": list{resource}}},
		}}}}
	}
	for name, test := range map[string]struct {
		more object
		flag string
		want review.Kibana
	}{
		"nothing":  {nil, "", review.Kibana{Version: "9.5", Source: review.FromNewest}},
		"flag":     {fixed, "8.17.0", review.Kibana{Version: "8.17.0", Source: review.FromFlag}},
		"provider": {fixed, "", review.Kibana{Version: "9.1.0", Source: review.FromPlan}},
		"variable": {variable, "", review.Kibana{Version: "8.18.0", Source: review.FromPlan}},
		"template": {with(variable, object{"variables": object{"version": object{"value": "beta"}}}), "", review.Kibana{Version: "9.5", Source: review.FromNewest}},
		"a module's variable": {with(configured(nil, nil), object{"variables": object{"version": object{"value": "8.18.0"}}, "configuration": object{"provider_config": object{
			"module.eu:cases": object{"module_address": "module.eu", "expressions": object{"kibana_version": object{"references": list{"var.version"}}}},
		}}}), "", review.Kibana{Version: "9.5", Source: review.FromNewest}},
		"data source":    {catalog(object{"kibana_version": "9.0.1", "build_flavor": "traditional"}), "", review.Kibana{Version: "9.0.1", Source: review.FromPlan}},
		"serverless":     {catalog(object{"kibana_version": "9.5.0", "build_flavor": "serverless"}), "", review.Kibana{Version: "serverless", Source: review.FromPlan}},
		"too old":        {catalog(object{"kibana_version": "8.10.0"}), "", review.Kibana{Version: "9.5", Source: review.FromNewest}},
		"two versions":   {with(fixed, catalog(object{"kibana_version": "9.0.1"})), "", review.Kibana{Version: "9.1.0", Source: review.FromPlan}},
		"twice the same": {with(fixed, catalog(object{"kibana_version": "9.1.0"})), "", review.Kibana{Version: "9.1.0", Source: review.FromPlan}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			raw := changeOf(kibanaRole, "create", nil, object{"name": "a", "kibana": list{kibanaEntry(list{"soc"}, "generalCases", "read")}})
			r := read(t, planOf(list{raw}, test.more), review.Options{KibanaVersion: test.flag})
			test.want.Judges = true
			if r.Kibana != test.want || (len(r.Notes) == 1) != (name == "two versions") {
				t.Errorf("got %+v, notes %q", r.Kibana, r.Notes)
			}
		})
	}
}
