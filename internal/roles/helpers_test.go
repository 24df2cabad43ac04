package roles

import (
	"encoding/json"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// featureIDs are privilege ids by feature id, as Kibana stores them.
type featureIDs = map[string][]string

// ignoreEmpty makes nil and empty equal: both say nothing.
var ignoreEmpty = cmp.Options{cmpopts.EquateEmpty()}

func asJSON(t rapid.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// kibanaList reads a role's kibana list as Kibana sends it.
func kibanaList(t rapid.TB, text string) []Entry {
	t.Helper()
	var entries []Entry
	if err := json.Unmarshal([]byte(text), &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}
