package kibanatest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// schemaPath matches the beginning of a path in a message. In the file, paths begin
// inside the body.
var schemaPath = regexp.MustCompile(`(^|\n- )\[`)

// refusedByElasticsearch lists the bodies that Elasticsearch refuses, although Kibana
// sends them. Kibana's own test, from which the cases come, has no Elasticsearch.
var refusedByElasticsearch = map[string]string{
	"put_to_es/everything": "except must lie within grant",
}

func checkInvalidBody(t *testing.T, c conformanceCase) {
	body := string(c.Body)
	if strings.Contains(body, "_generate") {
		body = fmt.Sprintf(`{"description":%q}`, strings.Repeat("d", 2049))
	}
	message := schemaPath.ReplaceAllString(c.SchemaMessage, "${1}[request body.")
	for _, p := range c.profiles(t) {
		s := Start(t, p)
		send(t, s, "PUT", rolePath+"r", body).wantError(t, c.Status, message)
		equal(t, s.Names(), []string(nil))
	}
}

func checkInvalidName(t *testing.T, c conformanceCase) {
	name := c.Name
	if strings.HasPrefix(name, "<1025") {
		name = strings.Repeat("a", 1025)
	}
	send(t, Start(t, Newest()), "PUT", rolePath+name, "{}").wantError(t, http.StatusBadRequest, c.Message)
}

func checkValidBody(t *testing.T, c conformanceCase) {
	for _, p := range c.profiles(t) {
		body, err := parseJSON(c.Body)
		if err != nil {
			t.Fatal(err)
		}
		checked, bad := p.roleSchema().check(path{"request body"}, body)
		if bad != nil {
			t.Fatalf("%s: %v", p.Name, bad)
		}
		if c.AfterSchema != nil {
			equal(t, decoded(t, []byte(encoded(t, checked))), decoded(t, c.AfterSchema))
		}
	}
}

func checkPrivilegeErrors(t *testing.T, c conformanceCase) {
	for _, p := range c.profiles(t) {
		s := Start(t, c.register(p))
		r := send(t, s, "PUT", rolePath+"r", fmt.Sprintf(`{"kibana":%s}`, c.Kibana)).wantStatus(t, c.Status)
		if c.HTTPMessage != "" {
			r.wantError(t, c.Status, c.HTTPMessage)
		}
		if _, stored := s.Stored("r"); stored != (c.Status == http.StatusNoContent) {
			t.Errorf("stored: %v", stored)
		}
	}
}

func checkStoredByPut(t *testing.T, c conformanceCase) {
	s := Start(t, Newest())
	var existing ESRole
	if c.ExistingESRole != nil {
		existing = *c.ExistingESRole
		s.Plant("r", existing)
	}
	body, err := parseJSON(c.Payload)
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
	equal(t, p.toES(existing), *c.ESPutBody)
	if reason, refused := refusedByElasticsearch[c.key]; refused {
		t.Log("not sent:", reason)
		return
	}
	send(t, s, "PUT", rolePath+"r", string(c.Payload)).wantStatus(t, c.Status)
	stored, _ := s.Stored("r")
	equal(t, stored, *c.ESPutBody)
}

func checkAnswerToPut(t *testing.T, c conformanceCase) {
	p, body, name := Newest(), string(c.Payload), c.Name
	if body == "" {
		body = "{}"
	}
	if name == "" {
		name = "r"
	}
	switch c.ID {
	case "serverless-run_as", "serverless-remote_indices":
		p = profileOf(t, "serverless-security")
	case "dls-fls-on-basic":
		p.License = "basic"
		body = `{"elasticsearch":{"indices":[{"names":["i"],"privileges":["read"],"query":"{\"match_all\":{}}"}]}}`
	case "description-1001-to-2048":
		body = fmt.Sprintf(`{"description":%q}`, strings.Repeat("d", 1001))
	}
	s := Start(t, p)
	if c.Existing {
		s.Plant(name, ESRole{})
	}
	target := rolePath + name
	if c.Query["createOnly"] == true {
		target += "?createOnly=true"
	}
	r := send(t, s, "PUT", target, body).wantStatus(t, c.Status)
	if len(c.Body) > 0 && string(c.Body) != "null" {
		equal(t, r.json(t), decoded(t, c.Body))
	}
	if !strings.Contains(string(r.body), c.ESReason) || !strings.Contains(string(r.body), c.ESReasonContains) {
		t.Errorf("reason: %s", r.body)
	}
	_, stored := s.Stored(name)
	if want := c.Status == http.StatusNoContent || c.Existing || name == "superuser"; stored != want {
		t.Errorf("stored: %v", stored)
	}
}

func checkRoundTrip(t *testing.T, c conformanceCase) {
	for _, p := range c.profiles(t) {
		if text, _ := c.Get.(string); strings.HasPrefix(text, "G1/G2") && p.RoleAPI >= RoleAPI3 {
			continue
		}
		s := Start(t, p)
		send(t, s, "PUT", rolePath+"r", string(c.Put)).wantStatus(t, http.StatusNoContent)
		got := send(t, s, "GET", rolePath+"r", "").wantStatus(t, http.StatusOK).object(t)
		es := got["elasticsearch"].(map[string]any)
		switch want := c.Get.(type) {
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
		if c.GetKibana != nil {
			equal(t, got["kibana"], c.GetKibana)
		}
		if c.GetIndices != nil {
			equal(t, es["indices"], c.GetIndices)
		}
	}
}
