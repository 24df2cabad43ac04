package kibanatest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
)

// leftOut lists the facts that the double does not reproduce, and why.
var leftOut = map[string]string{
	"params_invalid/0":                         "a path always has a name, be it an empty one",
	"es_to_kibana_errors/es-error-passthrough": "no role makes Elasticsearch answer 406; a hook can",
	"bulk/creates-empty":                       "the provider never calls the bulk route",
	"bulk/all-fail-kibana-validation":          "the provider never calls the bulk route",
	"bulk/create-and-update":                   "the provider never calls the bulk route",
	"bulk/licence-invalid":                     "the provider never calls the bulk route",
}

// fact is a case of testdata/role-api-cases.json; each section uses some of
// the fields.
type fact struct {
	key string

	ID                 string          `json:"id"`
	Generation         string          `json:"generation"`
	Name               string          `json:"name"`
	Status             int             `json:"http_status"`
	Message            string          `json:"message"`
	Body               json.RawMessage `json:"body"`
	SchemaMessage      string          `json:"schema_message"`
	AfterSchema        json.RawMessage `json:"after_schema"`
	RegisteredFeatures []factFeature   `json:"registered_features"`
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

// TestFacts runs each case of the fixture, or finds it in leftOut.
func TestFacts(t *testing.T) {
	t.Parallel()
	sections := map[string]func(*testing.T, fact){
		"schema_invalid":                       schemaRefuses,
		"params_invalid":                       paramsRefused,
		"schema_valid":                         schemaAccepts,
		"privilege_validation":                 privilegesValidated,
		"put_to_es":                            putStores,
		"put_other":                            putAnswers,
		"es_to_kibana":                         getShows,
		"es_to_kibana_errors":                  esFails,
		"deprecated_replacement.cases":         replacesGeneric,
		"deprecated_replacement.real_features": replacesReal,
		"privileges_endpoint":                  privilegesListed,
		"roundtrip_equalities":                 roundTrips,
		"http_rules":                           httpRules,
	}
	facts := loadFacts(t)
	for key := range leftOut {
		if !slices.ContainsFunc(slices.Concat(slices.Collect(maps.Values(facts))...), func(f fact) bool { return f.key == key }) {
			t.Errorf("left out, but there is no case %q", key)
		}
	}
	for section, cases := range facts {
		for _, f := range cases {
			t.Run(f.key, func(t *testing.T) {
				t.Parallel()
				if reason, ok := leftOut[f.key]; ok {
					t.Skip(reason)
				}
				run, ok := sections[section]
				if !ok {
					t.Fatal("neither run nor left out")
				}
				run(t, f)
			})
		}
	}
}

// loadFacts reads the cases by section. A case is known by its id, or else by
// its place.
func loadFacts(t *testing.T) map[string][]fact {
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
	facts := make(map[string][]fact)
	for name, raw := range sections {
		facts[name] = decodeFacts(t, name, raw)
	}
	return facts
}

func decodeFacts(t *testing.T, section string, raw json.RawMessage) []fact {
	t.Helper()
	var items []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		t.Fatalf("%s: %v", section, err)
	}
	var facts []fact
	for i, item := range items {
		// Among the HTTP rules one has a sentence where the others have a status.
		var status int
		if json.Unmarshal(item["http_status"], &status) != nil {
			delete(item, "http_status")
		}
		var f fact
		if err := json.Unmarshal([]byte(encoded(t, item)), &f); err != nil {
			t.Fatalf("%s/%d: %v", section, i, err)
		}
		f.key = section + "/" + f.ID
		if f.ID == "" {
			f.key = fmt.Sprintf("%s/%d", section, i)
		}
		facts = append(facts, f)
	}
	return facts
}

// factFeature is a feature as the fixture registers it.
type factFeature struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	All  factLevel `json:"all"`
	Read factLevel `json:"read"`
	Sub  []struct {
		Name             string `json:"name"`
		RequireAllSpaces bool   `json:"requireAllSpaces"`
		Privileges       []struct {
			ID       string `json:"id"`
			Disabled bool   `json:"disabled"`
		} `json:"privileges"`
	} `json:"subFeatures"`
}

type factLevel struct {
	RequireAllSpaces bool `json:"requireAllSpaces"`
	Disabled         bool `json:"disabled"`
}

func (l factLevel) privilege() Privilege {
	return Privilege{RequireAllSpaces: l.RequireAllSpaces, Disabled: l.Disabled}
}

func (f factFeature) feature() Feature {
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

// registering returns a profile with the features that the case registers.
func (f fact) registering(p Profile) Profile {
	for _, feature := range f.RegisteredFeatures {
		p = p.With(feature.feature())
	}
	return p
}

// wires returns one profile of each generation that the case speaks of.
func (f fact) wires(t *testing.T) []Profile {
	t.Helper()
	all := map[string]string{"G1": "8.16", "G2": "9.2", "G3": "9.5"}
	var profiles []Profile
	for _, generation := range slices.Sorted(maps.Keys(all)) {
		if f.Generation == "" || slices.Contains(splitGenerations(f.Generation), generation) {
			profiles = append(profiles, profileOf(t, all[generation]))
		}
	}
	return profiles
}
