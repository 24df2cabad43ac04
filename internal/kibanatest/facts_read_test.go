package kibanatest

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func getShows(t *testing.T, f fact) {
	for _, p := range f.wires(t) {
		if f.ID == "feature-requires-all-spaces" {
			p = p.With(Feature{ID: "foo", All: Privilege{RequireAllSpaces: true}})
		}
		s := Start(t, p)
		s.Plant("r", ESRole{Applications: f.ESApplications})
		got := send(t, s, "GET", rolePath+"r", "").wants(t, f.Status).object(t)
		equal(t, got["kibana"], f.Expected["kibana"])
		equal(t, got["_transform_error"], f.transformErrors(t, p.Wire))
		unrecognized := f.Expected["_unrecognized_applications"]
		if unrecognized == nil {
			unrecognized = []any{}
		}
		equal(t, got["_unrecognized_applications"], unrecognized)
	}
}

// transformErrors is what the case expects of a generation. For the newest, a
// placeholder stands for the stored entries.
func (f fact) transformErrors(t *testing.T, w Wire) any {
	t.Helper()
	shapes, ok := f.Expected["_transform_error"].(map[string]any)
	if !ok {
		return f.Expected["_transform_error"]
	}
	switch w {
	case WireG1:
		return shapes["G1"]
	case WireG2:
		return shapes["transitional"]
	}
	newest := shapes["G3"].([]any)
	newest[0].(map[string]any)["state"] = decoded(t, []byte(encoded(t, f.ESApplications)))
	return newest
}

func esFails(t *testing.T, f fact) {
	s := Start(t, Newest())
	switch f.ID {
	case "empty-resources":
		s.Plant("r", ESRole{Applications: f.ESApplications})
		send(t, s, "GET", rolePath+"r", "").refuses(t, f.Status, f.Message)
		send(t, s, "GET", "/api/security/role", "").refuses(t, f.Status, f.Message)
	case "get-missing-role":
		send(t, s, "GET", rolePath+"r", "").refuses(t, f.Status, f.Message)
	case "delete-missing-role":
		send(t, s, "DELETE", rolePath+"r", "").refuses(t, f.Status, f.Message)
	case "delete-reserved-role":
		send(t, s, "DELETE", rolePath+"superuser", "").refuses(t, f.Status, f.Message)
	default:
		t.Fatalf("no test for %s", f.ID)
	}
}

// greek registers the generic example of the facts: alpha has become beta.
func greek(p Profile) Profile {
	to := func(privileges ...string) Grant { return Grant{"beta", privileges} }
	return p.With(
		Feature{
			ID:         "alpha",
			Deprecated: true,
			All:        Privilege{ReplacedBy: PlainReplacement(to("all"))},
			Read: Privilege{ReplacedBy: &Replacement{
				Default: []Grant{to("read", "sub_beta")},
				Minimal: []Grant{to("minimal_read")},
			}},
			Sub: []SubFeature{{Privileges: []Privilege{{
				ID: "sub_alpha", ReplacedBy: PlainReplacement(to("minimal_read"), to("sub_beta")),
			}}}},
		},
		Feature{ID: "beta", Sub: []SubFeature{{Privileges: []Privilege{{ID: "sub_beta"}}}}},
	)
}

func replacesGeneric(t *testing.T, f fact) { f.replaces(t, greek(Newest())) }

func replacesReal(t *testing.T, f fact) { f.replaces(t, profileOf(t, "9.3")) }

func (f fact) replaces(t *testing.T, p Profile) {
	t.Helper()
	s := Start(t, p)
	s.Plant("r", ESRole{Applications: []ESApplication{own(f.Stored, []string{"*"})}})
	target := rolePath + "r"
	if f.Replace {
		target += "?replaceDeprecatedPrivileges=true"
	}
	got := send(t, s, "GET", target, "").wants(t, http.StatusOK).object(t)
	if text, _ := f.Feature.(string); strings.HasPrefix(text, "ERROR") {
		equal(t, got["kibana"], any([]any{}))
		reason := got["_transform_error"].([]any)[0].(map[string]any)["reason"]
		equal(t, reason, any("kibana:transformation_exception"))
		return
	}
	equal(t, got["kibana"], any([]any{map[string]any{
		"base": []any{}, "feature": f.Feature, "spaces": []any{"*"},
	}}))
	stored, _ := s.Stored("r")
	equal(t, stored.Applications[0].Privileges, f.Stored)
}

// privilegesListed registers two features as the source test does; that it
// mocks features with the privilege "all" alone makes no difference here.
func privilegesListed(t *testing.T, f fact) {
	p := Newest()
	p.Features = []Feature{{ID: "feature1", Read: Privilege{Disabled: true}}, {ID: "feature2", Read: Privilege{Disabled: true}}}
	p.Reserved = []string{"customApplication1", "customApplication2"}
	target := "/api/security/privileges"
	if value, ok := f.Query["includeActions"].(string); ok {
		target += "?includeActions=" + value
	}
	r := send(t, Start(t, p), "GET", target, "").wants(t, f.Status)
	switch {
	case f.Status != http.StatusOK:
	case f.Query["includeActions"] == "true":
		got := r.object(t)
		for _, levels := range []any{got["global"], got["space"], got["features"].(map[string]any)["feature1"]} {
			wantActions(t, levels.(map[string]any)["all"])
		}
		wantActions(t, got["reserved"].(map[string]any)["customApplication1"])
	default:
		got, want := r.object(t), decoded(t, f.Body).(map[string]any)
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

func httpRules(t *testing.T, f fact) {
	s := Start(t, Newest())
	role := rolePath + "r"
	switch {
	case strings.HasPrefix(f.When, "PUT/POST/DELETE without kbn-xsrf"):
		send(t, s, "PUT", role, "{}", "kbn-xsrf", "").refuses(t, f.Status, f.Message)
		send(t, s, "DELETE", role, "", "kbn-xsrf", "").refuses(t, f.Status, f.Message)
		send(t, s, "PUT", role, "{}", "kbn-xsrf", "", "Authorization", "").refuses(t, http.StatusUnauthorized, "Unauthorized")
		send(t, s, "PUT", role, "{}", "kbn-xsrf", "", "kbn-version", Newest().Version).wants(t, http.StatusNoContent)
	case strings.HasPrefix(f.When, "kbn-version differs"):
		got := send(t, s, "GET", role, "", "kbn-version", "1.2.3").wants(t, f.Status).object(t)
		message := strings.NewReplacer("<got>", "1.2.3", "<expected>", Newest().Version).Replace(f.Message)
		equal(t, got["message"], any(message))
		equal(t, got["attributes"], any(map[string]any{"expected": Newest().Version, "got": "1.2.3"}))
	case strings.HasPrefix(f.When, "elastic-api-version: 2024-01-01"):
		send(t, s, "PUT", role, "{}", "elastic-api-version", "2024-01-01").refuses(t, f.Status, f.Message)
	case strings.HasPrefix(f.When, "no elastic-api-version"):
		r := send(t, s, "PUT", role, "{}").wants(t, http.StatusNoContent)
		equal(t, r.header.Get("elastic-api-version"), "2023-10-31")
	case strings.HasPrefix(f.When, "GET /api/features"):
		s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only()))
		send(t, s, "GET", "/api/features", "").refuses(t, f.Status, f.Message)
	case strings.HasPrefix(f.When, "GET /api/status unauthenticated"):
		r := send(t, s, "GET", "/api/status", "", "Authorization", "").wants(t, f.Status)
		equal(t, r.json(t), decoded(t, f.Body))
	case strings.HasPrefix(f.When, "GET /api/spaces/space/<id> without access"):
		s := Start(t, Newest(), WithCredentials(Basic(DefaultUser, DefaultPassword).Only()))
		send(t, s, "GET", "/api/spaces/space/soc", "").refuses(t, f.Status, strings.ReplaceAll(f.Message, "<id>", "soc"))
	case strings.HasPrefix(f.When, "licence information unobtainable"):
		s.SetLicense(LicenseUnavailable)
		r := send(t, s, "GET", role, "")
		r.refuses(t, f.Status, f.Message)
		equal(t, r.header.Get("Retry-After"), "30")
	default:
		t.Fatalf("no test for %q", f.When)
	}
}
