package roles

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The document is an answer to GET /api/security/role/{name}.
func TestRoleDecodesGETAnswer(t *testing.T) {
	t.Parallel()
	var got Role
	if err := json.Unmarshal([]byte(`{
		"name": "soc-tier1",
		"description": "Works cases",
		"metadata": {"team": "secops"},
		"transient_metadata": {"enabled": true},
		"elasticsearch": {"cluster": ["monitor"], "indices": [{
			"names": ["logs-*"], "privileges": ["read"], "field_security": {"grant": ["*"], "except": ["secret"]},
			"query": "{\"match_all\": {}}", "allow_restricted_indices": false
		}], "run_as": [], "global": {"application": {"manage": {"applications": ["a-*"]}}}},
		"kibana": [{"base": [], "feature": {"generalCasesV3": ["read"]}, "spaces": ["soc", "noc"]}],
		"_transform_error": [], "_unrecognized_applications": ["logstash-default"]
	}`), &got); err != nil {
		t.Fatal(err)
	}
	want := Role{
		Name: "soc-tier1", Description: "Works cases", Metadata: json.RawMessage(`{"team": "secops"}`),
		Elasticsearch: Elasticsearch{
			Cluster: []string{"monitor"},
			Indices: []Indices{{
				Names: []string{"logs-*"}, Privileges: []string{"read"}, Query: new(`{"match_all": {}}`),
				FieldSecurity: &FieldSecurity{Grant: []string{"*"}, Except: []string{"secret"}},
			}},
			Other: map[string]json.RawMessage{"global": json.RawMessage(`{"application": {"manage": {"applications": ["a-*"]}}}`)},
		},
		Kibana: []Entry{{Spaces: []string{"soc", "noc"}, Feature: featureIDs{"generalCasesV3": {"read"}}}},
	}
	if diff := cmp.Diff(want, got, ignoreEmpty); diff != "" {
		t.Errorf("role (-want +got):\n%s", diff)
	}
	if got.Undecodable() || got.BuiltIn() {
		t.Errorf("undecodable %v, built in %v", got.Undecodable(), got.BuiltIn())
	}
}

// Another JSON document never passes as a role without privileges.
func TestRoleRefusesOtherDocuments(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{}`: `"name"`,
		`{"statusCode":404,"message":"Not Found"}`:                                    `"name"`,
		`{"name":"","elasticsearch":{},"kibana":[]}`:                                  `"name"`,
		`{"name":"a","kibana":[]}`:                                                    `role "a" has no "elasticsearch"`,
		`{"name":"a","elasticsearch":null,"kibana":[]}`:                               `"elasticsearch"`,
		`{"name":"a","elasticsearch":{}}`:                                             `role "a" has no "kibana"`,
		`{"name":"a","elasticsearch":{},"kibana":null}`:                               `"kibana"`,
		`{"name":"a","elasticsearch":{},"kibana":{}}`:                                 "",
		`{"name":"a","elasticsearch":[],"kibana":[]}`:                                 "",
		`{"name":1,"elasticsearch":{},"kibana":[]}`:                                   "",
		`{"name":"a","elasticsearch":{"cluster":"all"},"kibana":[]}`:                  "",
		`{"name":"a","elasticsearch":{},"kibana":[{"feature":{"ml":"all"}}]}`:         "",
		`{"name":"a","elasticsearch":{},"kibana":["all"]}`:                            "",
		`{"name":"a","elasticsearch":{"indices":[{"names":"a"}]},"kibana":[]}`:        "",
		`{"name":"a","elasticsearch":{"indices":[{"field_security":1}]},"kibana":[]}`: "",
		`{"name":"a","elasticsearch":{"remote_cluster":["a"]},"kibana":[]}`:           "",
		`{"name":"a","elasticsearch":{},"kibana":[{"feature":{"ml":"all"},"new":1}]}`: "", // beside an unrecognized key
		`[]`:       "",
		`"a"`:      "",
		`<html>`:   "",
		`{"name":`: "",
	} {
		var r Role
		if err := json.Unmarshal([]byte(text), &r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestRoleDecodesEachFormOfTransformError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`[]`:         nil,
		`null`:       nil,
		`["kibana"]`: {"reason not given"},
		`["kibana:base_feature_privileges_mixed"]`:                                              {"base_feature_privileges_mixed"},
		`[{"reason":"kibana:duplicated_resources","state":[{"application":"kibana-.kibana"}]}]`: {"duplicated_resources"},
		`[{"state":[]}]`:                    {"reason not given"},
		`[7]`:                               {"reason not given"},
		`["kibana:a", {"reason":"kibana"}]`: {"a", "reason not given"},
	} {
		var r Role
		if err := json.Unmarshal([]byte(`{"name":"a","elasticsearch":{},"kibana":[],"_transform_error":`+text+`}`), &r); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, r.TransformErrors); diff != "" || r.Undecodable() != (want != nil) {
			t.Errorf("%s: undecodable %v (-want +got):\n%s", text, r.Undecodable(), diff)
		}
	}
}

// The base privilege replaces what the role holds for all spaces, in entries of Kibana's own application.
func TestWithBaseAll(t *testing.T) {
	t.Parallel()
	role := Role{Name: "a", Kibana: kibanaList(t, `[
		{"spaces":["*"],"base":["*"],"feature":{}},{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},
		{"spaces":["*"],"base":["read"],"feature":{}},{"spaces":["soc","*"],"base":[],"feature":{"ml":["all"]}},{"spaces":["noc"],"base":["read"],"feature":{}}]`)}
	before := asJSON(t, role.Kibana)
	want := kibanaList(t, `[
		{"spaces":["*"],"base":["all"],"feature":{}},
		{"spaces":["*"],"base":["*"],"feature":{}},{"spaces":["*"],"base":[],"feature":{},"_reserved":["ml_user"]},
		{"spaces":["soc"],"base":[],"feature":{"ml":["all"]}},{"spaces":["noc"],"base":["read"],"feature":{}}]`)
	if diff := cmp.Diff(want, role.WithBaseAll().Kibana); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if after := asJSON(t, role.Kibana); after != before {
		t.Errorf("the role has changed:\n%s\n%s", before, after)
	}
}

// Features that end in one of several spaces leave the others as they are.
func TestWithFeatures(t *testing.T) {
	t.Parallel()
	none, ml := featureIDs{}, featureIDs{"ml": {"all"}}
	for name, test := range map[string]struct {
		entry    string
		features featureIDs
		want     string
	}{
		"unchanged":            {`{"spaces":["a","b"],"base":[],"feature":{"ml":["all"]}}`, ml, `[{"spaces":["a","b"],"base":[],"feature":{"ml":["all"]}}]`},
		"one of two spaces":    {`{"spaces":["a","b"],"base":[],"feature":{"apm":["all"]}}`, ml, `[{"spaces":["b"],"base":[],"feature":{"apm":["all"]}},{"spaces":["a"],"base":[],"feature":{"ml":["all"]}}]`},
		"none of one space":    {`{"spaces":["a"],"base":[],"feature":{"apm":["all"]}}`, none, `[]`},
		"none of two spaces":   {`{"spaces":["a","b"],"base":[],"feature":{"apm":["all"]}}`, none, `[{"spaces":["b"],"base":[],"feature":{"apm":["all"]}}]`},
		"none beside the base": {`{"spaces":["a"],"base":["read"],"feature":{"apm":[]}}`, none, `[{"spaces":["a"],"base":["read"],"feature":{}}]`},
	} {
		got := kibanaList(t, "["+test.entry+"]")[0].WithFeatures("a", test.features)
		if diff := cmp.Diff(kibanaList(t, test.want), got, ignoreEmpty); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestStored(t *testing.T) {
	t.Parallel()
	stored := NewStored(Role{Name: "a", Kibana: kibanaList(t, `[{"spaces":["soc"],"base":["read","all"],"feature":{}},{"spaces":["a*"],"base":[],"feature":{"ml":["all"]}}]`)})
	if base := stored.BaseIn("soc"); base != BaseAll {
		t.Errorf("base privilege %q", base)
	}
	if reasons := stored.Obstacles(); len(reasons) != 1 || !strings.Contains(reasons[0], `"a*"`) {
		t.Errorf("obstacles %q", reasons)
	}
	if got := stored.Privileges()["a*"].Features["ml"]; len(got) != 1 {
		t.Errorf("privileges %v", stored.Privileges())
	}
}

func TestIsSpaceID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"az09_-": true, "": false, "A": false, "a/": false, "a:": false, "a`": false, "a{": false, "é": false} {
		if got := IsSpaceID(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Metadata that is no object stays, so that an update does not remove it.
func TestMetadataOfAnotherType(t *testing.T) {
	t.Parallel()
	for metadata, want := range map[string]string{`null`: ``, `{}`: ``, `{"a":1}`: `{"a":1}`, `[]`: `[]`} {
		var r Role
		if err := json.Unmarshal([]byte(`{"name":"a","metadata":`+metadata+`,"elasticsearch":{},"kibana":[]}`), &r); err != nil || string(r.Metadata) != want {
			t.Errorf("%s: %s, %v", metadata, r.Metadata, err)
		}
	}
}

func TestBuiltInReadsMetadata(t *testing.T) {
	t.Parallel()
	for metadata, want := range map[string]bool{
		`{"_reserved":true}`: true, `{"_reserved":false}`: false, `{}`: false, ``: false, `{"_reserved":"true"}`: false, `{"reserved":true}`: false,
		`{"_reserved":true,"_reserved":1}`: false,
	} {
		if got := (Role{Metadata: json.RawMessage(metadata)}).BuiltIn(); got != want {
			t.Errorf("%s: %v", metadata, got)
		}
	}
}

// Payload leaves out keys that only GET shows, and foreign entries.
func TestPayloadKeepsEverythingElse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ read, sent string }{
		"a minimal role": {
			`{"name":"a","metadata":{},"transient_metadata":{"enabled":true},"elasticsearch":{"cluster":[],"indices":[],"run_as":[]},"kibana":[],"_transform_error":[],"_unrecognized_applications":[]}`,
			`{"elasticsearch":{},"kibana":[]}`,
		},
		"entries in their order": {
			`{"name":"a","description":"d","metadata":{"b":1,"a":12345678901234567890},"elasticsearch":{"cluster":["all","all"]},
			  "kibana":[{"base":[],"feature":{"z":["b","a"],"generalCases":["all"]},"spaces":["b","a"]},{"base":["read"],"feature":{},"spaces":["*"]}]}`,
			`{"description":"d","metadata":{"b":1,"a":12345678901234567890},"elasticsearch":{"cluster":["all","all"]},
			  "kibana":[{"base":[],"feature":{"z":["b","a"],"generalCases":["all"]},"spaces":["b","a"]},{"base":["read"],"feature":{},"spaces":["*"]}]}`,
		},
		"foreign entries": {
			`{"name":"a","elasticsearch":{},"kibana":[
			  {"_reserved":["ml_user"],"base":[],"feature":{},"spaces":["*"]},{"base":["*"],"feature":{},"spaces":["*"]},{"base":[],"feature":{"ml":["all"]},"spaces":["a"]}]}`,
			`{"elasticsearch":{},"kibana":[{"base":[],"feature":{"ml":["all"]},"spaces":["a"]}]}`,
		},
		"every Elasticsearch key": {
			`{"name":"a","elasticsearch":{"cluster":["monitor"],"run_as":["x"],"global":{"a":[1]},"new_part":[{"k":"v"}],
			  "indices":[{"names":["i"],"privileges":["read"],"query":"{ \"a\" : \"<b>\" }","field_security":{"grant":["a"],"except":["b"]},"allow_restricted_indices":true}],
			  "remote_indices":[{"clusters":["c"],"names":["i"],"privileges":["read"],"allow_restricted_indices":false}],
			  "remote_cluster":[{"clusters":["c"],"privileges":["monitor_enrich"]}]},"kibana":[]}`,
			`{"elasticsearch":{"cluster":["monitor"],"run_as":["x"],"global":{"a":[1]},"new_part":[{"k":"v"}],
			  "indices":[{"names":["i"],"privileges":["read"],"query":"{ \"a\" : \"<b>\" }","field_security":{"grant":["a"],"except":["b"]},"allow_restricted_indices":true}],
			  "remote_indices":[{"clusters":["c"],"names":["i"],"privileges":["read"]}],
			  "remote_cluster":[{"clusters":["c"],"privileges":["monitor_enrich"]}]},"kibana":[]}`,
		},
		"field security that grants no field": {
			`{"name":"a","elasticsearch":{"indices":[{"names":["i"],"privileges":["read"],"field_security":{"grant":[]}}]},"kibana":[]}`,
			`{"elasticsearch":{"indices":[{"names":["i"],"privileges":["read"],"field_security":{"grant":[]}}]},"kibana":[]}`,
		},
		"unrecognized keys": {
			`{"name":"a","new_key":{"x":1},"elasticsearch":{"indices":[{"names":["i"],"privileges":["read"],"new_limit":{"y":[2]},"field_security":{"grant":["a"],"mask":["b"]}}],
			  "remote_cluster":[{"clusters":["c"],"privileges":["p"],"new_flag":true}]},"kibana":[{"base":[],"feature":{"ml":["all"]},"spaces":["a"],"new_flag":"z"}]}`,
			`{"new_key":{"x":1},"elasticsearch":{"indices":[{"names":["i"],"privileges":["read"],"new_limit":{"y":[2]},"field_security":{"grant":["a"],"mask":["b"]}}],
			  "remote_cluster":[{"clusters":["c"],"privileges":["p"],"new_flag":true}]},"kibana":[{"base":[],"feature":{"ml":["all"]},"spaces":["a"],"new_flag":"z"}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var r Role
			if err := json.Unmarshal([]byte(test.read), &r); err != nil {
				t.Fatal(err)
			}
			sent, err := r.Payload()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(CanonicalJSON(test.sent), CanonicalJSON(string(sent))); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
}
