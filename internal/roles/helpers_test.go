package roles

import (
	"encoding/json"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// featureIDs maps feature ids to privilege ids.
type featureIDs = map[string][]string

// ignoreEmpty makes cmp treat nil and empty slices and maps as equal.
var ignoreEmpty = cmp.Options{cmpopts.EquateEmpty()}

func asJSON(t rapid.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// kibanaList decodes a role's kibana list.
func kibanaList(t rapid.TB, text string) []Entry {
	t.Helper()
	var entries []Entry
	if err := json.Unmarshal([]byte(text), &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}
