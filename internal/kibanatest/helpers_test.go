package kibanatest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const rolePath = "/api/security/role/"

// reply is an answer that a test has read.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// send sends a request of the default user, with the header kbn-xsrf. The header
// arguments are alternating names and values; an empty value removes a header.
func send(t *testing.T, s *Server, method, path, body string, header ...string) reply {
	t.Helper()
	r, err := trySend(t, s, method, path, body, header...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

// ask sends a request to Elasticsearch, as [send] does to Kibana.
func ask(t *testing.T, s *Server, method, path, body string, header ...string) reply {
	t.Helper()
	r, err := trySendTo(t, s.ElasticsearchURL(), method, path, body, append([]string{"kbn-xsrf", ""}, header...)...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

// trySend is [send] for a connection that may break.
func trySend(t *testing.T, s *Server, method, path, body string, header ...string) (reply, error) {
	t.Helper()
	return trySendTo(t, s.URL(), method, path, body, header...)
}

func trySendTo(t *testing.T, url, method, path, body string, header ...string) (reply, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(DefaultUser, DefaultPassword)
	req.Header.Set("kbn-xsrf", "true")
	for i := 0; i+1 < len(header); i += 2 {
		if header[i+1] == "" {
			req.Header.Del(header[i])
		} else {
			req.Header.Set(header[i], header[i+1])
		}
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, data}, err
}

// wantStatus fails the test if the answer has another status.
func (r reply) wantStatus(t *testing.T, status int) reply {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	return r
}

// wantError fails the test if the answer is not an error with this message.
func (r reply) wantError(t *testing.T, status int, message string) {
	t.Helper()
	r.wantStatus(t, status)
	equal(t, r.json(t), map[string]any{
		"statusCode": float64(status),
		"error":      http.StatusText(status),
		"message":    message,
	})
}

func (r reply) json(t *testing.T) any {
	t.Helper()
	return decoded(t, r.body)
}

// object decodes an answer that is an object.
func (r reply) object(t *testing.T) map[string]any {
	t.Helper()
	o, ok := r.json(t).(map[string]any)
	if !ok {
		t.Fatalf("not an object: %s", r.body)
	}
	return o
}

func decoded(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return value
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func profileOf(t *testing.T, name string) Profile {
	t.Helper()
	p, err := ProfileFor(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func encoded(t *testing.T, value any) string {
	t.Helper()
	data, err := encodeJSON(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// kibanaApp returns an entry of Kibana's own application.
func kibanaApp(privileges, resources []string) ESApplication {
	return ESApplication{Application: kibanaApplication, Privileges: privileges, Resources: resources}
}

// absent fails the test if the object has one of the keys.
func absent(t *testing.T, object map[string]any, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if value, ok := object[key]; ok {
			t.Errorf("%s: %v", key, value)
		}
	}
}

// operations returns the sorted cases operations of a privilege.
func operations(p Profile, f Feature, privilege string) []string {
	var ops []string
	for _, action := range p.actions(f, privilege) {
		if op, ok := strings.CutPrefix(action, "cases:"+f.Owner+"/"); ok {
			ops = append(ops, op)
		}
	}
	slices.Sort(ops)
	return ops
}
