package kibanatest

import (
	"maps"
	"slices"
	"testing"
)

// notReproduced lists the cases that the double does not reproduce, with the reason.
var notReproduced = map[string]string{
	"params_invalid/0":                         "a path without a name matches no route",
	"params_invalid/1":                         "a path without a name matches no route",
	"put_other/put-reserved-role":              "a later Elasticsearch has another text: see name/superuser in recorded-role-api.json",
	"es_to_kibana_errors/es-error-passthrough": "no role makes Elasticsearch answer 406; a test can use a hook",
	"bulk/creates-empty":                       "the provider never calls the bulk route",
	"bulk/all-fail-kibana-validation":          "the provider never calls the bulk route",
	"bulk/create-and-update":                   "the provider never calls the bulk route",
	"bulk/licence-invalid":                     "the provider never calls the bulk route",
}

// TestConformance checks that the double answers as Kibana in every case of
// testdata/role-api-cases.json, except for the cases in notReproduced.
func TestConformance(t *testing.T) {
	t.Parallel()
	checks := map[string]func(*testing.T, conformanceCase){
		"schema_invalid":                       checkInvalidBody,
		"params_invalid":                       checkInvalidName,
		"schema_valid":                         checkValidBody,
		"privilege_validation":                 checkPrivilegeErrors,
		"put_to_es":                            checkStoredByPut,
		"put_other":                            checkAnswerToPut,
		"es_to_kibana":                         checkShownByGet,
		"es_to_kibana_errors":                  checkElasticsearchErrors,
		"deprecated_replacement.cases":         checkGenericReplacement,
		"deprecated_replacement.real_features": checkRealReplacement,
		"privileges_endpoint":                  checkPrivilegesRoute,
		"roundtrip_equalities":                 checkRoundTrip,
		"http_rules":                           checkHTTPRule,
	}
	sections := loadCases(t)
	for key := range notReproduced {
		all := slices.Concat(slices.Collect(maps.Values(sections))...)
		if !slices.ContainsFunc(all, func(c conformanceCase) bool { return c.key == key }) {
			t.Errorf("notReproduced lists %q, which does not exist", key)
		}
	}
	for section, cases := range sections {
		for _, c := range cases {
			t.Run(c.key, func(t *testing.T) {
				t.Parallel()
				if reason, ok := notReproduced[c.key]; ok {
					t.Skip(reason)
				}
				check, ok := checks[section]
				if !ok {
					t.Fatal("no check for this section")
				}
				check(t, c)
			})
		}
	}
}
