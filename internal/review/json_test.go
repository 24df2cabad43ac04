package review

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// validate returns what the published schema finds wrong with JSON.
func validate(t testing.TB, text string) error {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestJSONFollowsItsSchema(t *testing.T) {
	t.Parallel()
	all := fixtures()
	delete(all, "hostile") // it has a widening that does not exist
	all["large"] = largeReview(50)
	for name, r := range all {
		if err := validate(t, rendered(t, "json", r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Policies iterate over lists. In Rego, a null there makes a rule undefined, and the policy passes.
func TestJSONHasNoNull(t *testing.T) {
	t.Parallel()
	r := Review{Roles: []Role{{Resources: []Resource{{}}, Access: []Access{{}}}, {}}, Outside: []Role{{Access: []Access{{}}}}, People: []Person{{Access: []PersonAccess{{}}}, {}}}
	if text := rendered(t, "json", r); strings.Contains(text, "null") {
		t.Error(text)
	}
	if text := rendered(t, "json", Review{}); strings.Contains(text, "null") {
		t.Error(text)
	}
	if r.Roles[0].Notes != nil {
		t.Error("JSON changes the review that it is given")
	}
}

func TestJSONIsTheReview(t *testing.T) {
	t.Parallel()
	for name, r := range fixtures() {
		text := rendered(t, "json", r)
		var back Review
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatal(err)
		}
		if again := rendered(t, "json", back); again != text {
			t.Errorf("%s: read and written again:\n%s", name, again)
		}
	}
}

// The schema leaves properties open, so that an older schema accepts the output of a newer minor version. This test is what
// keeps it complete.
func TestSchemaHasEveryField(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Title, Description string
		Required           []string
		Properties         map[string]struct {
			Description string
			Ref         string `json:"$ref"`
		}
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&schema); err != nil {
		t.Fatal(err)
	}
	schema.Defs["review"] = schema.object
	for name, value := range map[string]any{
		"review": Review{}, "kibana": Kibana{}, "role": Role{}, "resource": Resource{}, "access": Access{}, "way_around": WayAround{},
		"person": Person{}, "person_access": PersonAccess{},
	} {
		var fields, required []string
		for field := range reflect.TypeOf(value).Fields() {
			if !field.IsExported() {
				continue
			}
			property, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			fields = append(fields, property)
			if options != "omitempty" {
				required = append(required, property)
			}
		}
		def := schema.Defs[name]
		slices.Sort(fields)
		if got := slices.Sorted(maps.Keys(def.Properties)); !slices.Equal(got, fields) {
			t.Errorf("%s has the properties %v in the schema, and %v in Go", name, got, fields)
		}
		slices.Sort(required)
		slices.Sort(def.Required)
		if !slices.Equal(def.Required, required) {
			t.Errorf("%s requires %v in the schema, and always has %v in Go", name, def.Required, required)
		}
		if def.Title == "" || def.Description == "" {
			t.Errorf("%s has no title or no description", name)
		}
		for property, p := range def.Properties {
			if p.Description == "" && p.Ref == "" {
				t.Errorf("%s.%s has no description", name, property)
			}
		}
	}
}
