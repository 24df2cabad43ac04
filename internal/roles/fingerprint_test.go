package roles

import (
	"encoding/json"
	"testing"
)

// A deprecated id is not equal to its replacement.
func TestEqualAndFingerprintCompareIDsLiterally(t *testing.T) {
	t.Parallel()
	role := func(entries ...Entry) Role { return Role{Name: "a", Kibana: entries} }
	entry := func(features featureIDs, spaces ...string) Entry { return Entry{Spaces: spaces, Feature: features} }
	read := featureIDs{"generalCasesV3": {"read"}}
	for name, test := range map[string]struct {
		a, b  Role
		equal bool
	}{
		"grouped or split": {role(entry(read, "a", "b")), role(entry(read, "b"), entry(read, "a")), true},
		"a deprecated id":  {role(entry(read, "a")), role(entry(featureIDs{"generalCases": {"read"}}, "a")), false},
		"minimal_read":     {role(entry(read, "a")), role(entry(featureIDs{"generalCasesV3": {"minimal_read"}}, "a")), false},
		"another space":    {role(entry(read, "a")), role(entry(read, "b")), false},
		"all spaces":       {role(entry(read, "a")), role(entry(read, "*")), false},
		"a base":           {role(Entry{Spaces: []string{"a"}, Base: []string{"all"}}), role(Entry{Spaces: []string{"a"}, Base: []string{"read"}}), false},
		"order of bases":   {role(Entry{Spaces: []string{"a"}, Base: []string{"all", "read"}}), role(Entry{Spaces: []string{"a"}, Base: []string{"read", "all"}}), true},
		"a foreign entry":  {role(entry(read, "a")), role(entry(read, "a"), Entry{Spaces: []string{"*"}, Reserved: []string{"x"}}), true},
	} {
		if got := test.a.Equal(test.b); got != test.equal || (test.a.Fingerprint() == test.b.Fingerprint()) != test.equal {
			t.Errorf("%s: equal %v, want %v", name, got, test.equal)
		}
	}
}

// An empty grant grants no field. Absent field security grants every field.
func TestEqualDistinguishesEmptyFromAbsentFieldSecurity(t *testing.T) {
	t.Parallel()
	es := func(f *FieldSecurity) Elasticsearch {
		return Elasticsearch{Indices: []Indices{{Names: []string{"a"}, Privileges: []string{"read"}, FieldSecurity: f}}}
	}
	for name, test := range map[string]struct {
		a, b  *FieldSecurity
		equal bool
	}{
		"absent and zero":             {nil, &FieldSecurity{}, true},
		"absent and a field":          {nil, &FieldSecurity{Grant: []string{"a"}}, false},
		"absent and an exception":     {nil, &FieldSecurity{Except: []string{"a"}}, false},
		"no field, with an exception": {&FieldSecurity{Grant: []string{}, Except: []string{"a"}}, &FieldSecurity{Except: []string{"a"}}, false},
		"absent and no field":         {nil, &FieldSecurity{Grant: []string{}}, false},
		"no field and every field":    {&FieldSecurity{Grant: []string{}}, &FieldSecurity{Grant: []string{"*"}}, false},
		"an empty except":             {&FieldSecurity{Grant: []string{"a"}}, &FieldSecurity{Grant: []string{"a"}, Except: []string{}}, true},
		"an exception":                {&FieldSecurity{Grant: []string{"*"}}, &FieldSecurity{Grant: []string{"*"}, Except: []string{"a"}}, false},
	} {
		if es(test.a).Equal(es(test.b)) != test.equal {
			t.Errorf("%s: equal is not %v", name, test.equal)
		}
	}
}

// Order, duplicates and the layout of a query do not matter in the Elasticsearch part.
func TestElasticsearchEqual(t *testing.T) {
	t.Parallel()
	query := func(text string) Elasticsearch {
		return Elasticsearch{Indices: []Indices{{Names: []string{"a"}, Privileges: []string{"read"}, Query: &text}}}
	}
	remote := func(clusters ...RemoteCluster) Elasticsearch { return Elasticsearch{RemoteCluster: clusters} }
	eu, us := RemoteCluster{Clusters: []string{"eu", "uk"}, Privileges: []string{"p"}}, RemoteCluster{Clusters: []string{"us"}, Privileges: []string{"p"}}
	for name, test := range map[string]struct {
		a, b  Elasticsearch
		equal bool
	}{
		"no query and an empty one":  {Elasticsearch{Indices: []Indices{{Names: []string{"a"}, Privileges: []string{"read"}}}}, query(""), true},
		"the layout of a query":      {query(`{"a":1,"b":2}`), query(`{ "b": 2, "a": 1 }`), true},
		"another query":              {query(`{"a":1}`), query(`{"a":2}`), false},
		"an empty query and another": {query(""), query(`{"a":2}`), false},
		"remote clusters twice":      {remote(eu, us, eu), remote(us, eu), true},
		"the order of their names":   {remote(eu), remote(RemoteCluster{Clusters: []string{"uk", "eu", "uk"}, Privileges: []string{"p"}}), true},
		"another remote cluster":     {remote(eu), remote(us), false},
		"their privileges":           {remote(us), remote(RemoteCluster{Clusters: us.Clusters, Privileges: []string{"q"}}), false},
	} {
		if test.a.Equal(test.b) != test.equal {
			t.Errorf("%s: equal is not %v", name, test.equal)
		}
	}
	if !eu.Equal(RemoteCluster{Clusters: []string{"uk", "eu"}, Privileges: []string{"p"}}) || eu.Equal(us) {
		t.Error("remote clusters")
	}
}

func TestEqualMetadataComparesAsKibanaStoresIt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b  string
		equal bool
	}{
		{``, `{}`, true},
		{``, `null`, true},
		{`{"a":1,"b":{"c":[1,2]}}`, `{ "b": {"c": [1, 2]}, "a": 1 }`, true},
		{`{"a":"<b>"}`, `{"a":"\u003cb\u003e"}`, true},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{`{"a":1.50}`, `{"a":1.5}`, true},
		{`{"a":1e2}`, `{"a":100}`, true},
		{`{"a":12345678901234567890}`, `{"a":12345678901234567891}`, true}, // equal as 64-bit floats
		{`{"a":1}`, `{"a":2}`, false},
		{`{"a":-0}`, `{"a":0}`, true}, // JavaScript encodes -0 as 0
		{`{"a":[-0.0,{"b":-0e5}]}`, `{"a":[0,{"b":0}]}`, true},
		{`{"a":-0}`, `{"a":1}`, false},
		{`{"a":1e400}`, `{}`, false}, // too large for a float
		{`{"a":1e400}`, `{"a":1e401}`, false},
		{`{"a":1e400}`, `{ "a": 1e400 }`, true},
		{`{"a":null}`, `{}`, false},
		{`{"a":1}`, `{"a":"1"}`, false},
	} {
		if got := EqualMetadata(json.RawMessage(test.a), json.RawMessage(test.b)); got != test.equal {
			t.Errorf("%s and %s: %v", test.a, test.b, got)
		}
	}
}

func TestCanonicalJSONSortsKeysAndKeepsOtherText(t *testing.T) {
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
