package kibanatest

import (
	"net/http"
	"testing"
)

func TestSpaces(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithSpaces("soc"))
	s.AddSpace("ops", "Operations")
	var ids []any
	for _, space := range send(t, s, "GET", "/api/spaces/space", "").wantStatus(t, http.StatusOK).json(t).([]any) {
		ids = append(ids, space.(map[string]any)["id"])
	}
	equal(t, ids, []any{"default", "soc", "ops"})
	got := send(t, s, "GET", "/api/spaces/space/ops", "").wantStatus(t, http.StatusOK).json(t)
	equal(t, got, any(map[string]any{"id": "ops", "name": "Operations", "disabledFeatures": []any{}}))
	send(t, s, "GET", "/api/spaces/space/nowhere", "").wantError(t, http.StatusNotFound, "Not Found")
}

// What Kibana shows of a space that hides features.
func TestSpacesHideFeatures(t *testing.T) {
	t.Parallel()
	const security, observability = "securitySolutionCases", "observabilityCases"
	for name, test := range map[string]struct {
		on       string
		stored   Space
		solution any
		disabled []any
	}{
		"classic":                   {"9.5", Space{Solution: "classic", DisabledFeatures: []string{security + "V3"}}, "classic", []any{security + "V3"}},
		"no view":                   {"9.5", Space{DisabledFeatures: []string{security + "V3", "actions"}}, nil, []any{security + "V3", "actions"}},
		"Elasticsearch":             {"9.5", Space{Solution: "es"}, "es", []any{observability + "V3", security + "V3"}},
		"Observability":             {"9.5", Space{Solution: "oblt"}, "oblt", []any{security + "V3"}},
		"Security":                  {"9.5", Space{Solution: "security"}, "security", []any{observability + "V3"}},
		"stored, but with a view":   {"9.5", Space{Solution: "oblt", DisabledFeatures: []string{"generalCasesV3"}}, "oblt", []any{security + "V3"}},
		"a view hides the old, too": {"8.19", Space{Solution: "oblt"}, "oblt", []any{security, security + "V2", security + "V3"}},
		"the first with views":      {"8.16", Space{Solution: "oblt"}, "oblt", []any{security}},
		"before views":              {"8.15", Space{Solution: "oblt", DisabledFeatures: []string{"actions"}}, nil, []any{"actions"}},
		"a deprecated id":           {"9.5", Space{DisabledFeatures: []string{security, security + "V2"}}, nil, []any{security + "V3"}},
		"a deprecated id in 8.17":   {"8.17", Space{DisabledFeatures: []string{security}}, nil, []any{security + "V2"}},
		"not deprecated yet":        {"8.16", Space{DisabledFeatures: []string{security}}, nil, []any{security}},
		"serverless":                {"serverless-security", Space{Solution: "oblt", DisabledFeatures: []string{"actions"}}, nil, []any{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := ProfileFor(test.on)
			if err != nil {
				t.Fatal(err)
			}
			s := Start(t, p)
			test.stored.ID, test.stored.Name, test.stored.Description = "soc", "SOC", "Works cases"
			s.SetSpace(test.stored)
			want := map[string]any{"id": "soc", "name": "SOC", "description": "Works cases", "disabledFeatures": test.disabled}
			if test.solution != nil {
				want["solution"] = test.solution
			}
			equal(t, send(t, s, "GET", "/api/spaces/space/soc", "").object(t), want)
		})
	}
}

func TestSpacesThatACallerSees(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest(), WithSpaces("soc", "noc"), WithCredentials(Basic(DefaultUser, DefaultPassword).Seeing("noc", "gone")))
	got := send(t, s, "GET", "/api/spaces/space", "").wantStatus(t, http.StatusOK).json(t)
	equal(t, got, any([]any{map[string]any{"id": "noc", "name": "noc", "disabledFeatures": []any{}}}))
	send(t, s, "GET", "/api/spaces/space/soc", "").wantError(t, http.StatusForbidden, "Unauthorized to get soc space")
	send(t, s, "GET", "/api/spaces/space/gone", "").wantError(t, http.StatusNotFound, "Not Found")

	s = Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Seeing("gone")))
	send(t, s, "GET", "/api/spaces/space", "").wantError(t, http.StatusForbidden, "Forbidden")
}
