package roles

import (
	"encoding/json"
	"testing"
)

// TestFingerprintOfIDs compares ids as they stand: another way to write the same
// privileges was written by somebody.
func TestFingerprintOfIDs(t *testing.T) {
	t.Parallel()
	role := func(entries ...Entry) Role { return Role{Name: "a", Kibana: entries} }
	entry := func(features featureIDs, spaces ...string) Entry { return Entry{Spaces: spaces, Feature: features} }
	read := featureIDs{"generalCasesV3": {"read"}}
	for name, test := range map[string]struct {
		a, b Role
		same bool
	}{
		"grouped or split":            {role(entry(read, "a", "b")), role(entry(read, "b"), entry(read, "a")), true},
		"a deprecated id":             {role(entry(read, "a")), role(entry(featureIDs{"generalCases": {"read"}}, "a")), false},
		"minimal_read":                {role(entry(read, "a")), role(entry(featureIDs{"generalCasesV3": {"minimal_read"}}, "a")), false},
		"another space":               {role(entry(read, "a")), role(entry(read, "b")), false},
		"all spaces":                  {role(entry(read, "a")), role(entry(read, "*")), false},
		"a base":                      {role(Entry{Spaces: []string{"a"}, Base: []string{"all"}}), role(Entry{Spaces: []string{"a"}, Base: []string{"read"}}), false},
		"what Kibana keeps by itself": {role(entry(read, "a")), role(entry(read, "a"), Entry{Spaces: []string{"*"}, Reserved: []string{"x"}}), true},
	} {
		if got := test.a.Equal(test.b); got != test.same || (test.a.Fingerprint() == test.b.Fingerprint()) != test.same {
			t.Errorf("%s: same %v, want %v", name, got, test.same)
		}
	}
}

// TestFieldSecurityIsCompared: no field granted is the opposite of no limit.
func TestFieldSecurityIsCompared(t *testing.T) {
	t.Parallel()
	es := func(f *FieldSecurity) Elasticsearch {
		return Elasticsearch{Indices: []Indices{{Names: []string{"a"}, Privileges: []string{"read"}, FieldSecurity: f}}}
	}
	for name, test := range map[string]struct {
		a, b *FieldSecurity
		same bool
	}{
		"none, and one that says nothing": {nil, &FieldSecurity{}, true},
		"none, and no field":              {nil, &FieldSecurity{Grant: []string{}}, false},
		"no field, and every field":       {&FieldSecurity{Grant: []string{}}, &FieldSecurity{Grant: []string{"*"}}, false},
		"an empty except":                 {&FieldSecurity{Grant: []string{"a"}}, &FieldSecurity{Grant: []string{"a"}, Except: []string{}}, true},
		"an exception":                    {&FieldSecurity{Grant: []string{"*"}}, &FieldSecurity{Grant: []string{"*"}, Except: []string{"a"}}, false},
	} {
		if es(test.a).Equal(es(test.b)) != test.same {
			t.Errorf("%s: same is not %v", name, test.same)
		}
	}
}

func TestSameMetadata(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{``, `{}`, true},
		{``, `null`, true},
		{`{"a":1,"b":{"c":[1,2]}}`, `{ "b": {"c": [1, 2]}, "a": 1 }`, true},
		{`{"a":"<b>"}`, `{"a":"\u003cb\u003e"}`, true},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{`{"a":1.50}`, `{"a":1.5}`, true},
		{`{"a":1e2}`, `{"a":100}`, true},
		{`{"a":12345678901234567890}`, `{"a":12345678901234567891}`, true}, // the same to JavaScript
		{`{"a":1}`, `{"a":2}`, false},
		{`{"a":-0}`, `{"a":0}`, true}, // JavaScript writes it without the sign
		{`{"a":[-0.0,{"b":-0e5}]}`, `{"a":[0,{"b":0}]}`, true},
		{`{"a":-0}`, `{"a":1}`, false},
		{`{"a":1e400}`, `{}`, false}, // which no float holds
		{`{"a":1e400}`, `{"a":1e401}`, false},
		{`{"a":1e400}`, `{ "a": 1e400 }`, true},
		{`{"a":null}`, `{}`, false},
		{`{"a":1}`, `{"a":"1"}`, false},
	} {
		if got := EqualMetadata(json.RawMessage(test.a), json.RawMessage(test.b)); got != test.same {
			t.Errorf("%s and %s: %v", test.a, test.b, got)
		}
	}
}

func TestCanonicalJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		` { "b" : 1, "a" : [ true, null ] } `: `{"a":[true,null],"b":1}`,
		`{"a":12345678901234567890}`:          `{"a":12345678901234567890}`,
		`{"a":"\u003c<&"}`:                    `{"a":"<<&"}`,
		`"x"`:                                 `"x"`,
		`{"a":1} {}`:                          `{"a":1} {}`,
		`{"a":`:                               `{"a":`,
		``:                                    ``,
	} {
		if got := CanonicalJSON(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
