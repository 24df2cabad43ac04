package provider_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// planRule is a new role on one Kibana, and what its plan says of it.
type planRule struct {
	kibana   string // name of a profile; the newest where it is empty
	license  string
	options  []kibanatest.Option
	role     object // without a name it is "test"
	errors   []string
	warnings []string
}

// TestPlanRules: what a Kibana cannot do is refused when it is planned, with
// what to write instead; what may be in vain is worth a warning.
func TestPlanRules(t *testing.T) {
	t.Parallel()
	for name, rule := range planRules() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on := kibanatest.Newest()
			if rule.kibana != "" {
				on = profile(t, rule.kibana)
			}
			if rule.license != "" {
				rule.options = append(rule.options, kibanatest.WithLicense(rule.license))
			}
			k := onDouble(t, on, rule.options...)
			config := object{"name": "test"}
			maps.Copy(config, rule.role)
			p := start(t, k.settings(nil))
			p.plan(config)
			p.wantDiagnostics(isError, rule.errors...)
			p.wantDiagnostics(isWarning, rule.warnings...)
			wantNone(t, k.requests("PUT"))
		})
	}
}

func planRules() map[string]planRule {
	raw := func(feature string, ids ...string) object {
		return object{"spaces": inSoc(object{"features": object{feature: ids}})}
	}
	spaces := func(s object) object { return object{"spaces": s} }
	texts := func(texts ...string) []string { return texts }
	remote := object{"elasticsearch": object{
		"run_as":         []string{"u"},
		"remote_indices": []object{{"clusters": []string{"eu"}, "names": []string{"logs"}, "privileges": []string{"read"}}},
		"remote_cluster": []object{{"clusters": []string{"eu"}, "privileges": []string{"monitor_enrich"}}},
	}}
	customised := spaces(inSoc(security("assignee", object{"delete_cases": false})))
	assigning := spaces(inSoc(security("view", object{"assign_users": true})))
	const gold, platinum = "The licence of this Kibana does not cover sub-features, which need a Gold licence", "Assigning users to cases is a Platinum feature, and this Kibana has a %s licence"
	silent := []kibanatest.Option{kibanatest.WithRestrictedLicensing()}
	onlyRoles := []kibanatest.Option{kibanatest.WithCredentials(
		kibanatest.Basic(kibanatest.DefaultUser, kibanatest.DefaultPassword).Only(kibanatest.ManageSecurity, kibanatest.Monitor))}
	return map[string]planRule{
		// Raw ids.
		"known ids":                        {role: raw("discover_v2", "minimal_read", "url_create")},
		"unknown feature":                  {role: raw("discover_v3", "read"), errors: texts(`Kibana 9.5 has no feature "discover_v3". Did you mean "discover_v2"?`)},
		"unknown feature, older":           {kibana: "8.17", role: raw("discover_v2", "read"), errors: texts(`Kibana 8.17 has no feature "discover_v2". Did you mean "discover"?`)},
		"unknown feature, nothing is near": {role: raw("x", "read"), errors: texts(`Kibana 9.5 has no feature "x".`)},
		"unknown privilege":                {role: raw("discover_v2", "reed"), errors: texts(`has no privilege "reed"`)},
		"unknown privilege, near":          {role: raw("discover_v2", "reed"), errors: texts(`Did you mean "read"?`)},
		"privilege of a newer Kibana":      {kibana: "9.2", role: raw("generalCasesV3", "minimal_read", "cases_manage_templates"), errors: texts(`The feature "generalCasesV3" of Kibana 9.2 has no privilege "cases_manage_templates"`)},
		"feature of a newer Kibana":        {kibana: "8.15", role: raw("generalCasesV3", "all"), errors: texts(`Kibana 8.15 has no feature "generalCasesV3". Did you mean "generalCases"?`)},
		"two unknown features": {
			role:   spaces(object{"soc": object{"features": object{"a_b": []string{"all"}}}, "*": object{"features": object{"c_d": []string{"all"}}}}),
			errors: texts(`In spaces["*"].features["c_d"]`, `In spaces["soc"].features["a_b"]`),
		},

		// Solutions, and parts of a role that a Kibana does not take.
		"no stack on serverless":         {kibana: "serverless-security", role: spaces(inSoc(grantTo("stack", "view", nil))), errors: texts(`In spaces["soc"].stack: This serverless project has no Stack Management cases. Remove stack`)},
		"no stack wanted on serverless":  {kibana: "serverless-security", role: spaces(inSoc(grantTo("stack", "none", nil)))},
		"no cases in a search project":   {kibana: "serverless-search", role: spaces(inSoc(security("full"))), errors: texts("has no Security cases")},
		"base in a search project":       {kibana: "serverless-search", role: spaces(inSoc(object{"base": "all"}))},
		"run_as and remote parts":        {kibana: "8.15", role: remote, warnings: texts("a way around case privileges: run_as")},
		"the same on serverless":         {kibana: "serverless-security", role: remote, errors: texts("do not support run_as", "do not support remote_indices", "do not support remote_cluster"), warnings: texts("a way around case privileges: run_as")},
		"remote_cluster too early":       {kibana: "8.11", role: remote, errors: texts("does not support privileges on remote clusters, which need Kibana 8.15 or newer. Remove remote_cluster"), warnings: texts("a way around case privileges: run_as")},
		"description":                    {kibana: "8.15", role: object{"description": "d"}},
		"description too early":          {kibana: "8.12", role: object{"description": "d"}, errors: texts("Kibana 8.12 does not support descriptions of roles, which need Kibana 8.15 or newer")},
		"role name":                      {role: object{"name": "SOC tier 1 (all)"}},
		"role name on serverless":        {kibana: "serverless-observability", role: object{"name": "SOC tier 1"}, errors: texts(`"SOC tier 1" is not a role name on serverless`)},
		"role name, first on serverless": {kibana: "serverless-observability", role: object{"name": ".soc"}, errors: texts(`must begin with a letter or digit`)},
		"good role name on serverless":   {kibana: "serverless-observability", role: object{"name": "1_soc.tier-1"}},
		"reserved role":                  {role: object{"name": "viewer"}, errors: texts("built into Elasticsearch")},

		// Licences.
		"basic, levels alone":           {license: "basic", role: spaces(inSoc(security("full")))},
		"basic, customised":             {license: "basic", role: customised, warnings: texts(gold)},
		"standard, customised":          {license: "standard", role: customised, warnings: texts(gold)},
		"gold, customised":              {license: "gold", role: customised},
		"basic, assigning":              {license: "basic", role: assigning, warnings: texts(gold, fmt.Sprintf(platinum, "basic"))},
		"gold, assigning":               {license: "gold", role: assigning, warnings: texts(fmt.Sprintf(platinum, "gold"))},
		"platinum, assigning":           {license: "platinum", role: assigning},
		"enterprise, assigning":         {license: "enterprise", role: assigning},
		"trial, assigning":              {license: "trial", role: assigning},
		"basic, not assigning":          {license: "basic", role: spaces(inSoc(security("assignee", object{"assign_users": false}))), warnings: texts(gold)},
		"basic, but it does not say so": {license: "basic", options: silent, role: assigning, warnings: texts(gold)},
		"licence cannot be had":         {license: kibanatest.LicenseUnavailable, role: assigning, errors: texts("Kibana is not available at the moment")},

		// Spaces.
		"a space that is there":            {role: spaces(object{"default": security("view"), "*": security("view")})},
		"a space that is not there":        {role: spaces(object{"nowhere": security("view")}), warnings: texts(`Kibana shows no space "nowhere". That is fine if it is created in the same apply`)},
		"a space that is written wrongly":  {role: spaces(object{"sok": security("view")}), warnings: texts(`Did you mean "soc"?`)},
		"a caller who sees no spaces":      {options: onlyRoles, role: spaces(object{"nowhere": security("view")})},
		"a caller who sees nothing at all": {options: append(onlyRoles, kibanatest.WithRestrictedLicensing()), license: "basic", role: assigning, warnings: texts(gold)},
	}
}

// TestPlanRulesTooOld: no plan is made for a Kibana older than 8.11.
func TestPlanRulesTooOld(t *testing.T) {
	t.Parallel()
	old := profile(t, "8.11")
	old.Version = "8.10.4"
	k := onDouble(t, old)
	for _, config := range []object{{"name": "test"}, {"name": "test", "spaces": inSoc(security("view"))}} {
		k.refuses(t, config, []string{"Upgrade it to 8.11 or newer"})
	}
	wantNone(t, k.requests("PUT"))
}

// TestPlanRulesHeldIDs: what a role holds already may stay, so that what was
// imported can be planned; what is added to it has to exist.
func TestPlanRulesHeldIDs(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("held", kibanatest.ESRole{Applications: form{held: []string{"soc: gone.all ml.paint ml.all"}}.applications()})
	p := start(t, k.settings(nil))
	state := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: "held"})
	p.wantDiagnostics(isError)

	features := func(gone, ml []string) object {
		return object{"name": "held", "spaces": inSoc(object{"features": object{"gone": gone, "ml": ml}})}
	}
	p.update(state, features([]string{"all"}, []string{"all", "paint"}))
	p.wantDiagnostics(isError)
	p.wantDiagnostics(isWarning, `has no feature "gone". The role already holds it`, `has no privilege "paint"`)

	p.diagnostics = nil
	p.update(state, features([]string{"all", "read"}, []string{"all", "paint", "colour"}))
	p.wantDiagnostics(isError, `has no feature "gone"`, `has no privilege "colour"`)
}

// TestPlanRulesLostCapabilities: a change that takes something from the people
// who hold the role says what. A plan that shows it all does not.
func TestPlanRulesLostCapabilities(t *testing.T) {
	t.Parallel()
	full := object{"security": object{"access": "full"}, "stack": object{"access": "view"}}
	const lost = `People with role "test" lose, unless another role gives it`
	for name, test := range map[string]struct {
		to       object
		warnings []string
	}{
		"nothing changes":     {object{"name": "test", "spaces": object{"soc": full}}, nil},
		"something is gained": {object{"name": "test", "spaces": object{"soc": full, "sandbox": security("view")}}, nil},
		"a sub-feature": {
			object{"name": "test", "spaces": inSoc(object{"security": object{"access": "full", "sub_features": object{"delete_cases": false}}, "stack": object{"access": "view"}})},
			[]string{lost + ":\n\n  soc/security: delete_cases"},
		},
		"connectors, and pushing with them": {
			object{"name": "test", "spaces": inSoc(object{"security": object{"access": "assignee"}, "stack": object{"access": "view"}})},
			[]string{"soc/connectors: use_connectors, manage_connectors\n  soc/security: push_cases"},
		},
		"a solution":           {object{"name": "test", "spaces": inSoc(object{"security": object{"access": "full"}})}, []string{`soc/stack: read_cases`}},
		"everything":           {object{"name": "test"}, []string{lost}},
		"moved to all spaces":  {object{"name": "test", "spaces": object{"*": full}}, nil},
		"moved to a base":      {object{"name": "test", "spaces": inSoc(object{"base": "all"})}, nil},
		"replaced by another":  {object{"name": "other", "spaces": inSoc(security("view"))}, nil},
		"destroyed":            {nil, nil},
		"a description, alone": {object{"name": "test", "description": "d", "spaces": object{"soc": full}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			p := start(t, k.settings(nil))
			created := p.create(object{"name": "test", "spaces": object{"soc": full}})
			p.wantNoDiagnostics()
			p.update(created.NewState, test.to)
			p.wantDiagnostics(isError)
			p.wantDiagnostics(isWarning, test.warnings...)
		})
	}
}
