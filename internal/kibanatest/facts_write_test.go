package kibanatest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func splitGenerations(s string) []string { return strings.Split(s, "/") }

var schemaPath = regexp.MustCompile(`(^|\n- )\[`)

func schemaRefuses(t *testing.T, f fact) {
	body := string(f.Body)
	if strings.Contains(body, "_generate") {
		body = fmt.Sprintf(`{"description":%q}`, strings.Repeat("d", 2049))
	}
	message := schemaPath.ReplaceAllString(f.SchemaMessage, "${1}[request body.")
	for _, p := range f.wires(t) {
		s := Start(t, p)
		send(t, s, "PUT", rolePath+"r", body).refuses(t, f.Status, message)
		equal(t, s.Names(), []string(nil))
	}
}

func paramsRefused(t *testing.T, f fact) {
	name := f.Name
	if strings.HasPrefix(name, "<1025") {
		name = strings.Repeat("a", 1025)
	}
	send(t, Start(t, Newest()), "PUT", rolePath+name, "{}").refuses(t, http.StatusBadRequest, f.Message)
}

func schemaAccepts(t *testing.T, f fact) {
	for _, p := range f.wires(t) {
		body, err := parseJSON(f.Body)
		if err != nil {
			t.Fatal(err)
		}
		checked, bad := p.roleSchema().check(path{"request body"}, body)
		if bad != nil {
			t.Fatalf("%s: %v", p.Name, bad)
		}
		if f.AfterSchema != nil {
			equal(t, decoded(t, []byte(encoded(t, checked))), decoded(t, f.AfterSchema))
		}
	}
}

func privilegesValidated(t *testing.T, f fact) {
	for _, p := range f.wires(t) {
		s := Start(t, f.registering(p))
		r := send(t, s, "PUT", rolePath+"r", fmt.Sprintf(`{"kibana":%s}`, f.Kibana)).wants(t, f.Status)
		if f.HTTPMessage != "" {
			r.refuses(t, f.Status, f.HTTPMessage)
		}
		if _, stored := s.Stored("r"); stored != (f.Status == http.StatusNoContent) {
			t.Errorf("stored: %v", stored)
		}
	}
}

// onlyMocked are the bodies that Kibana sends but Elasticsearch refuses, which
// the source test does not notice.
var onlyMocked = map[string]string{
	"put_to_es/everything": "except must lie within grant",
}

func putStores(t *testing.T, f fact) {
	s := Start(t, Newest())
	var existing ESRole
	if f.ExistingESRole != nil {
		existing = *f.ExistingESRole
		s.Plant("r", existing)
	}
	body, err := parseJSON(f.Payload)
	if err != nil {
		t.Fatal(err)
	}
	checked, bad := Newest().roleSchema().check(path{"request body"}, body)
	if bad != nil {
		t.Fatal(bad)
	}
	p, err := decodePayload(checked)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, p.toES(existing), *f.ESPutBody)
	if reason, mocked := onlyMocked[f.key]; mocked {
		t.Log("not sent:", reason)
		return
	}
	send(t, s, "PUT", rolePath+"r", string(f.Payload)).wants(t, f.Status)
	stored, _ := s.Stored("r")
	equal(t, stored, *f.ESPutBody)
}

func putAnswers(t *testing.T, f fact) {
	p, body, name := Newest(), string(f.Payload), f.Name
	if body == "" {
		body = "{}"
	}
	if name == "" {
		name = "r"
	}
	switch f.ID {
	case "serverless-run_as", "serverless-remote_indices":
		p = profileOf(t, "serverless-security")
	case "dls-fls-on-basic":
		p.License = "basic"
		body = `{"elasticsearch":{"indices":[{"names":["i"],"privileges":["read"],"query":"{\"match_all\":{}}"}]}}`
	case "description-1001-to-2048":
		body = fmt.Sprintf(`{"description":%q}`, strings.Repeat("d", 1001))
	}
	s := Start(t, p)
	if f.Existing {
		s.Plant(name, ESRole{})
	}
	target := rolePath + name
	if f.Query["createOnly"] == true {
		target += "?createOnly=true"
	}
	r := send(t, s, "PUT", target, body).wants(t, f.Status)
	if len(f.Body) > 0 && string(f.Body) != "null" {
		equal(t, r.json(t), decoded(t, f.Body))
	}
	if !strings.Contains(string(r.body), f.ESReason) || !strings.Contains(string(r.body), f.ESReasonContains) {
		t.Errorf("reason: %s", r.body)
	}
	_, stored := s.Stored(name)
	if want := f.Status == http.StatusNoContent || f.Existing || name == "superuser"; stored != want {
		t.Errorf("stored: %v", stored)
	}
}

func roundTrips(t *testing.T, f fact) {
	for _, p := range f.wires(t) {
		if text, _ := f.Get.(string); strings.HasPrefix(text, "G1/G2") && p.Wire >= WireG3 {
			continue
		}
		s := Start(t, p)
		send(t, s, "PUT", rolePath+"r", string(f.Put)).wants(t, http.StatusNoContent)
		got := send(t, s, "GET", rolePath+"r", "").wants(t, http.StatusOK).object(t)
		es := got["elasticsearch"].(map[string]any)
		switch want := f.Get.(type) {
		case map[string]any:
			delete(got, "name")
			equal(t, any(got), any(want))
		case string:
			absent(t, got, "description")
			absent(t, es, "remote_indices", "remote_cluster")
			if strings.Contains(want, "duplicated_resources") {
				equal(t, got["kibana"], any([]any{}))
				equal(t, len(got["_transform_error"].([]any)), 1)
			}
		}
		if f.GetKibana != nil {
			equal(t, got["kibana"], f.GetKibana)
		}
		if f.GetIndices != nil {
			equal(t, es["indices"], f.GetIndices)
		}
	}
}

func absent(t *testing.T, object map[string]any, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if value, ok := object[key]; ok {
			t.Errorf("%s: %v", key, value)
		}
	}
}
