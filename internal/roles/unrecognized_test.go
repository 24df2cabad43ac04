package roles

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An update keeps unrecognized keys of the role, of blocks that are unchanged and
// of spaces that the role still has.
func TestWithUnrecognizedKeysOfKeepsUnrecognizedKeys(t *testing.T) {
	t.Parallel()
	read := func(text string) Role {
		var r Role
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	current := read(`{"name":"r","new":1,"elasticsearch":{"global":{"a":1},
		"indices":[{"names":["kept"],"privileges":["read"],"mask":1},{"names":["gone"],"privileges":["read"],"mask":2}],
		"remote_indices":[{"clusters":["c"],"names":["kept"],"privileges":["read"],"mask":4}],
		"remote_cluster":[{"clusters":["c"],"privileges":["p"],"flag":3}]},
		"kibana":[{"spaces":["a","b"],"base":["read"],"feature":{},"until":"x"},{"spaces":["*"],"base":["*"],"feature":{},"until":"y"}]}`)
	wanted := read(`{"name":"r","description":"d","elasticsearch":{
		"indices":[{"names":["new"],"privileges":["read"]},{"names":["kept","kept"],"privileges":["read"]}],
		"remote_indices":[{"clusters":["c"],"names":["kept"],"privileges":["read"]}],
		"remote_cluster":[{"clusters":["c"],"privileges":["p"]},{"clusters":["other"],"privileges":["p"]}]},
		"kibana":[{"spaces":["b"],"base":["all"],"feature":{}},{"spaces":["c"],"base":["all"],"feature":{}},{"spaces":["*"],"base":["all"],"feature":{}},
			{"spaces":["a","d"],"base":["all"],"feature":{}}]}`)
	payload, err := wanted.WithUnrecognizedKeysOf(current).Payload()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"description":"d","elasticsearch":{"global":{"a":1},` +
		`"indices":[{"names":["new"],"privileges":["read"]},{"mask":1,"names":["kept"],"privileges":["read"]}],` +
		`"remote_indices":[{"clusters":["c"],"mask":4,"names":["kept"],"privileges":["read"]}],` +
		`"remote_cluster":[{"clusters":["c"],"flag":3,"privileges":["p"]},{"clusters":["other"],"privileges":["p"]}]},` +
		`"kibana":[{"base":["all"],"feature":{},"spaces":["b"],"until":"x"},{"base":["all"],"feature":{},"spaces":["c"]},{"base":["all"],"feature":{},"spaces":["*"]},` +
		`{"base":["all"],"feature":{},"spaces":["a","d"]}],"new":1}`
	if diff := cmp.Diff(CanonicalJSON(want), CanonicalJSON(string(payload))); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}
