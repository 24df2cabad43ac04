package provider_test

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Every data source says what is the matter with Kibana, and stores nothing.
func TestDataFaults(t *testing.T) {
	t.Parallel()
	configs := map[string]object{
		"cases_role": {"name": "a"}, "cases_roles": {}, "cases_access": {"roles": []string{"a"}}, "cases_feature_catalog": {}, "cases_spaces": {},
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
			if (data == "cases_feature_catalog" || data == "cases_spaces") && !test.catalog {
				continue // reads no roles
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
				p.wantDiagnostic(test.says...)
			})
		}
	}
}

// While Kibana is not known, nothing can be read, and the way out is named.
func TestDataBeforeKibanaIsKnown(t *testing.T) {
	t.Parallel()
	for data, config := range map[string]object{
		"cases_role": {"name": "a"}, "cases_roles": {}, "cases_access": {"roles": []string{"a"}}, "cases_feature_catalog": {}, "cases_spaces": {},
	} {
		t.Run(data, func(t *testing.T) {
			t.Parallel()
			p := unknownKibana(t)
			if got := p.reads(data, config); got != nil {
				t.Errorf("there is a result all the same: %v", got)
			}
			p.wantDiagnostic("ERROR", "Kibana is not known yet", "depends_on")
		})
	}
}
