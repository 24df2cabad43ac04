package kibanatest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// conformanceCase is a case of testdata/role-api-cases.json. Each section of the file
// uses some of the fields.
type conformanceCase struct {
	key string // the section and the id or index

	ID                 string          `json:"id"`
	Generation         string          `json:"generation"`
	Name               string          `json:"name"`
	Status             int             `json:"http_status"`
	Message            string          `json:"message"`
	Body               json.RawMessage `json:"body"`
	SchemaMessage      string          `json:"schema_message"`
	AfterSchema        json.RawMessage `json:"after_schema"`
	RegisteredFeatures []caseFeature   `json:"registered_features"`
	Kibana             json.RawMessage `json:"kibana"`
	ValidationErrors   []string        `json:"validation_errors"`
	HTTPMessage        string          `json:"http_message"`
	Payload            json.RawMessage `json:"payload"`
	Query              map[string]any  `json:"query"`
	Existing           bool            `json:"existing"`
	ExistingESRole     *ESRole         `json:"existing_es_role"`
	ESPutBody          *ESRole         `json:"es_put_body"`
	ESReason           string          `json:"es_reason"`
	ESReasonContains   string          `json:"es_reason_contains"`
	ESApplications     []ESApplication `json:"es_applications"`
	Expected           map[string]any  `json:"expected"`
	Unrecognized       []string        `json:"_unrecognized_applications"`
	Stored             []string        `json:"stored"`
	Replace            bool            `json:"replaceDeprecatedPrivileges"`
	Feature            any             `json:"feature"`
	Put                json.RawMessage `json:"put"`
	Get                any             `json:"get"`
	GetKibana          any             `json:"get_kibana"`
	GetIndices         any             `json:"get_indices"`
	When               string          `json:"when"`
}

// caseFeature is a feature that a case registers.
type caseFeature struct {
	ID   string        `json:"id"`
	Name string        `json:"name"`
	All  casePrivilege `json:"all"`
	Read casePrivilege `json:"read"`
	Sub  []struct {
		Name             string `json:"name"`
		RequireAllSpaces bool   `json:"requireAllSpaces"`
		Privileges       []struct {
			ID       string `json:"id"`
			Disabled bool   `json:"disabled"`
		} `json:"privileges"`
	} `json:"subFeatures"`
}

// casePrivilege is the privilege all or read of such a feature.
type casePrivilege struct {
	RequireAllSpaces bool `json:"requireAllSpaces"`
	Disabled         bool `json:"disabled"`
}

// loadCases returns the cases by section.
func loadCases(t *testing.T) map[string][]conformanceCase {
	t.Helper()
	data, err := os.ReadFile("testdata/role-api-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var sections map[string]json.RawMessage
	if err := json.Unmarshal(data, &sections); err != nil {
		t.Fatal(err)
	}
	delete(sections, "_about")
	var replacement map[string]json.RawMessage
	if err := json.Unmarshal(sections["deprecated_replacement"], &replacement); err != nil {
		t.Fatal(err)
	}
	delete(sections, "deprecated_replacement")
	for _, name := range []string{"cases", "real_features"} {
		sections["deprecated_replacement."+name] = replacement[name]
	}
	cases := make(map[string][]conformanceCase)
	for name, raw := range sections {
		cases[name] = decodeCases(t, name, raw)
	}
	return cases
}

func decodeCases(t *testing.T, section string, raw json.RawMessage) []conformanceCase {
	t.Helper()
	var items []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		t.Fatalf("%s: %v", section, err)
	}
	var cases []conformanceCase
	for i, item := range items {
		// One of the HTTP rules has a sentence in place of the status.
		var status int
		if json.Unmarshal(item["http_status"], &status) != nil {
			delete(item, "http_status")
		}
		var c conformanceCase
		if err := json.Unmarshal([]byte(encoded(t, item)), &c); err != nil {
			t.Fatalf("%s/%d: %v", section, i, err)
		}
		c.key = section + "/" + c.ID
		if c.ID == "" {
			c.key = fmt.Sprintf("%s/%d", section, i)
		}
		cases = append(cases, c)
	}
	return cases
}

// register returns the profile with the features that the case registers.
func (c conformanceCase) register(p Profile) Profile {
	for _, feature := range c.RegisteredFeatures {
		p = p.With(feature.feature())
	}
	return p
}

// profiles returns a profile for each generation of the role API in the case.
func (c conformanceCase) profiles(t *testing.T) []Profile {
	t.Helper()
	all := map[string]string{"G1": "8.16", "G2": "9.2", "G3": "9.5"}
	var profiles []Profile
	for _, generation := range slices.Sorted(maps.Keys(all)) {
		if c.Generation == "" || slices.Contains(strings.Split(c.Generation, "/"), generation) {
			profiles = append(profiles, profileOf(t, all[generation]))
		}
	}
	return profiles
}

func (p casePrivilege) privilege() Privilege {
	return Privilege{RequireAllSpaces: p.RequireAllSpaces, Disabled: p.Disabled}
}

func (f caseFeature) feature() Feature {
	out := Feature{ID: f.ID, Name: f.Name, All: f.All.privilege(), Read: f.Read.privilege()}
	for _, sub := range f.Sub {
		s := SubFeature{Name: sub.Name, RequireAllSpaces: sub.RequireAllSpaces}
		for _, p := range sub.Privileges {
			s.Privileges = append(s.Privileges, Privilege{ID: p.ID, Disabled: p.Disabled})
		}
		out.Sub = append(out.Sub, s)
	}
	return out
}
