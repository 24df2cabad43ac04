package kibanatest

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func checkShownByGet(t *testing.T, c conformanceCase) {
	for _, p := range c.profiles(t) {
		if c.ID == "feature-requires-all-spaces" {
			p = p.With(Feature{ID: "foo", All: Privilege{RequireAllSpaces: true}})
		}
		s := Start(t, p)
		s.Plant("r", ESRole{Applications: c.ESApplications})
		got := send(t, s, "GET", rolePath+"r", "").wantStatus(t, c.Status).object(t)
		equal(t, got["kibana"], c.Expected["kibana"])
		equal(t, got["_transform_error"], c.transformErrors(t, p.RoleAPI))
		unrecognized := c.Expected["_unrecognized_applications"]
		if unrecognized == nil {
			unrecognized = []any{}
		}
		equal(t, got["_unrecognized_applications"], unrecognized)
	}
}

// transformErrors returns the _transform_error that the case expects. For RoleAPI3,
// the file has a placeholder in place of the stored entries.
func (c conformanceCase) transformErrors(t *testing.T, api RoleAPI) any {
	t.Helper()
	shapes, ok := c.Expected["_transform_error"].(map[string]any)
	if !ok {
		return c.Expected["_transform_error"]
	}
	switch api {
	case RoleAPI1:
		return shapes["G1"]
	case RoleAPI2:
		return shapes["transitional"]
	}
	newest := shapes["G3"].([]any)
	newest[0].(map[string]any)["state"] = decoded(t, []byte(encoded(t, c.ESApplications)))
	return newest
}

func checkElasticsearchErrors(t *testing.T, c conformanceCase) {
	s := Start(t, Newest())
	switch c.ID {
	case "empty-resources":
		s.Plant("r", ESRole{Applications: c.ESApplications})
		send(t, s, "GET", rolePath+"r", "").wantError(t, c.Status, c.Message)
		send(t, s, "GET", "/api/security/role", "").wantError(t, c.Status, c.Message)
	case "get-missing-role":
		send(t, s, "GET", rolePath+"r", "").wantError(t, c.Status, c.Message)
	case "delete-missing-role":
		send(t, s, "DELETE", rolePath+"r", "").wantError(t, c.Status, c.Message)
	case "delete-reserved-role":
		send(t, s, "DELETE", rolePath+"superuser", "").wantError(t, c.Status, c.Message)
	default:
		t.Fatalf("no test for %s", c.ID)
	}
}

// withAlphaAndBeta registers the features of the generic cases: beta replaces alpha.
func withAlphaAndBeta(p Profile) Profile {
	to := func(privileges ...string) FeaturePrivileges { return FeaturePrivileges{"beta", privileges} }
	return p.With(
		Feature{
			ID:         "alpha",
			Deprecated: true,
			All:        Privilege{ReplacedBy: PlainReplacement(to("all"))},
			Read: Privilege{ReplacedBy: &Replacement{
				Default: []FeaturePrivileges{to("read", "sub_beta")},
				Minimal: []FeaturePrivileges{to("minimal_read")},
			}},
			Sub: []SubFeature{{Privileges: []Privilege{{
				ID: "sub_alpha", ReplacedBy: PlainReplacement(to("minimal_read"), to("sub_beta")),
			}}}},
		},
		Feature{ID: "beta", Sub: []SubFeature{{Privileges: []Privilege{{ID: "sub_beta"}}}}},
	)
}

func checkGenericReplacement(t *testing.T, c conformanceCase) {
	c.replaces(t, withAlphaAndBeta(Newest()))
}

func checkRealReplacement(t *testing.T, c conformanceCase) { c.replaces(t, profileOf(t, "9.3")) }

func (c conformanceCase) replaces(t *testing.T, p Profile) {
	t.Helper()
	s := Start(t, p)
	s.Plant("r", ESRole{Applications: []ESApplication{kibanaApp(c.Stored, []string{"*"})}})
	target := rolePath + "r"
	if c.Replace {
		target += "?replaceDeprecatedPrivileges=true"
	}
	got := send(t, s, "GET", target, "").wantStatus(t, http.StatusOK).object(t)
	if text, _ := c.Feature.(string); strings.HasPrefix(text, "ERROR") {
		equal(t, got["kibana"], any([]any{}))
		reason := got["_transform_error"].([]any)[0].(map[string]any)["reason"]
		equal(t, reason, any("kibana:transformation_exception"))
		return
	}
	equal(t, got["kibana"], any([]any{map[string]any{
		"base": []any{}, "feature": c.Feature, "spaces": []any{"*"},
	}}))
	stored, _ := s.Stored("r")
	equal(t, stored.Applications[0].Privileges, c.Stored)
}

// checkPrivilegesRoute registers the features of the cases. These have only the
// privilege all, so the check ignores minimal_all.
func checkPrivilegesRoute(t *testing.T, c conformanceCase) {
	p := Newest()
	p.Features = []Feature{{ID: "feature1", Read: Privilege{Disabled: true}}, {ID: "feature2", Read: Privilege{Disabled: true}}}
	p.Reserved = []string{"customApplication1", "customApplication2"}
	target := "/api/security/privileges"
	if value, ok := c.Query["includeActions"].(string); ok {
		target += "?includeActions=" + value
	}
	r := send(t, Start(t, p), "GET", target, "").wantStatus(t, c.Status)
	switch {
	case c.Status != http.StatusOK:
	case c.Query["includeActions"] == "true":
		got := r.object(t)
		for _, levels := range []any{got["global"], got["space"], got["features"].(map[string]any)["feature1"]} {
			wantActions(t, levels.(map[string]any)["all"])
		}
		wantActions(t, got["reserved"].(map[string]any)["customApplication1"])
	default:
		got, want := r.object(t), decoded(t, c.Body).(map[string]any)
		for id, list := range got["features"].(map[string]any) {
			got["features"].(map[string]any)[id] = slices.DeleteFunc(list.([]any), func(level any) bool { return level == "minimal_all" })
		}
		equal(t, got, want)
	}
}

func wantActions(t *testing.T, list any) {
	t.Helper()
	if actions, ok := list.([]any); !ok || len(actions) == 0 {
		t.Errorf("no actions: %v", list)
	}
}

func checkHTTPRule(t *testing.T, c conformanceCase) {
	s := Start(t, Newest())
	role := rolePath + "r"
	switch {
	case strings.HasPrefix(c.When, "PUT/POST/DELETE without kbn-xsrf"):
		send(t, s, "PUT", role, "{}", "kbn-xsrf", "").wantError(t, c.Status, c.Message)
		send(t, s, "DELETE", role, "", "kbn-xsrf", "").wantError(t, c.Status, c.Message)
		send(t, s, "PUT", role, "{}", "kbn-xsrf", "", "Authorization", "").wantError(t, http.StatusUnauthorized, "Unauthorized")
		send(t, s, "PUT", role, "{}", "kbn-xsrf", "", "kbn-version", Newest().Version).wantStatus(t, http.StatusNoContent)
	case strings.HasPrefix(c.When, "kbn-version differs"):
		got := send(t, s, "GET", role, "", "kbn-version", "1.2.3").wantStatus(t, c.Status).object(t)
		message := strings.NewReplacer("<got>", "1.2.3", "<expected>", Newest().Version).Replace(c.Message)
		equal(t, got["message"], any(message))
		equal(t, got["attributes"], any(map[string]any{"expected": Newest().Version, "got": "1.2.3"}))
	case strings.HasPrefix(c.When, "elastic-api-version: 2024-01-01"):
		send(t, s, "PUT", role, "{}", "elastic-api-version", "2024-01-01").wantError(t, c.Status, c.Message)
	case strings.HasPrefix(c.When, "no elastic-api-version"):
		r := send(t, s, "PUT", role, "{}").wantStatus(t, http.StatusNoContent)
		equal(t, r.header.Get("elastic-api-version"), "2023-10-31")
	case strings.HasPrefix(c.When, "GET /api/features"):
		s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only()))
		send(t, s, "GET", "/api/features", "").wantError(t, c.Status, c.Message)
	case strings.HasPrefix(c.When, "GET /api/status unauthenticated"):
		r := send(t, s, "GET", "/api/status", "", "Authorization", "").wantStatus(t, c.Status)
		equal(t, r.json(t), decoded(t, c.Body))
	case strings.HasPrefix(c.When, "GET /api/spaces/space/<id> without access"):
		s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only()))
		send(t, s, "GET", "/api/spaces/space/soc", "").wantError(t, c.Status, strings.ReplaceAll(c.Message, "<id>", "soc"))
	case strings.HasPrefix(c.When, "licence information unobtainable"):
		s.SetLicense(LicenseUnavailable)
		r := send(t, s, "GET", role, "")
		r.wantError(t, c.Status, c.Message)
		equal(t, r.header.Get("Retry-After"), "30")
	default:
		t.Fatalf("no test for %q", c.When)
	}
}
