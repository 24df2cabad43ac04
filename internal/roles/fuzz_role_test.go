package roles

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzRole: an update sends back all that Kibana shows of a role, known here or
// not, but for what only Kibana says of it. What is read then is the same role.
func FuzzRole(f *testing.F) {
	for _, shown := range []string{
		`{"name":"empty","elasticsearch":{},"kibana":[]}`,
		`{"name":"plain","description":"Works cases","metadata":{"team":"secops","big":12345678901234567890},"transient_metadata":{"enabled":true},
			"elasticsearch":{"cluster":["monitor"],"indices":[],"run_as":[]},"_transform_error":[],"_unrecognized_applications":["logstash"],
			"kibana":[{"base":[],"feature":{"securitySolutionCasesV3":["minimal_all","create_comment"],"actions":["all"],"ml":["read"]},"spaces":["soc","noc"]},
				{"base":["read"],"feature":{},"spaces":["sandbox"]}]}`,
		`{"name":"rich","metadata":{"<&>":[null]},"elasticsearch":{"run_as":["u"],"global":{"application":{"manage":{"applications":["*"]}}},
			"indices":[{"names":["logs-*"],"privileges":["read"],"query":"{\"match_all\": {}}","allow_restricted_indices":true,"field_security":{"grant":[],"except":["x"],"future":1}}],
			"remote_indices":[{"clusters":["eu"],"names":["*"],"privileges":["read"],"field_security":{"grant":["*"]},"future":{}}],
			"remote_cluster":[{"clusters":["eu"],"privileges":["monitor_enrich"],"future":false}]},"kibana":[],"future":null}`,
		`{"name":"foreign","elasticsearch":{},"kibana":[{"_reserved":["ml_user"],"base":[],"feature":{},"spaces":["*"]},{"base":["*"],"feature":{},"spaces":["*"]},
			{"base":[],"feature":{"generalCases":["all"],"generalCasesV2":["minimal_read"],"generalCasesV9":["odd"]},"spaces":["*"],"future":[1.50]}]}`,
		`{"name":"undecodable","elasticsearch":{},"kibana":[],"_transform_error":[{"reason":"kibana:duplicated_resources","state":[]}]}`,
		`{"name":"other case","Name":"x","elasticsearch":{"Cluster":["all"]},"Kibana":[],"kibana":[{"spaces":["soc"],"base":[],"feature":{"ml":["all"]},"Base":["all"]}]}`,
	} {
		f.Add(shown)
	}
	f.Fuzz(func(t *testing.T, shown string) {
		shown = CanonicalJSON(shown) // each key once
		want, sensible := sentBack(shown)
		var r Role
		if !sensible || json.Unmarshal([]byte(shown), &r) != nil {
			t.Skip("no role")
		}
		payload, err := r.Payload()
		if err != nil {
			t.Fatal(err)
		}
		got, _ := sentBack(string(payload))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("role (-shown +sent):\n%s", diff)
		}
		var back Role
		if err := json.Unmarshal([]byte(`{"name":`+asJSON(t, r.Name)+","+string(payload[1:])), &back); err != nil {
			t.Fatal(err)
		}
		back.TransformErrors = r.TransformErrors // only shown
		if again, err := back.Payload(); err != nil || string(again) != string(payload) || !r.Equal(back) {
			t.Fatalf("sent:\n%s\nread and sent again (%v):\n%s", payload, err, again)
		}
	})
}

// sentBack reads a role as anybody would who only knows JSON, and takes out what
// is not sent back and what says nothing. A known list with a null in it is not
// sensible.
func sentBack(text string) (role map[string]any, sensible bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&role) != nil {
		return nil, false
	}
	sensible = true
	trim := func(object map[string]any, keys ...string) {
		for _, key := range keys {
			list, _ := object[key].([]any)
			sensible = sensible && !slices.Contains(list, nil)
			if says, _ := json.Marshal(object[key]); slices.Contains([]string{"null", "false", `""`, "[]", "{}"}, string(says)) {
				delete(object, key)
			}
		}
	}
	each := func(object map[string]any, key string, do func(map[string]any)) {
		list, _ := object[key].([]any)
		for _, element := range list {
			if object, is := element.(map[string]any); is {
				do(object)
			}
		}
	}
	for _, key := range []string{"name", "transient_metadata", "_transform_error", "_unrecognized_applications"} {
		delete(role, key)
	}
	elasticsearch, _ := role["elasticsearch"].(map[string]any)
	for _, lists := range []string{"indices", "remote_indices", "remote_cluster"} {
		each(elasticsearch, lists, func(block map[string]any) {
			fields, _ := block["field_security"].(map[string]any)
			trim(fields, "except")
			if fields["grant"] == nil { // an empty list grants none
				trim(fields, "grant")
			}
			trim(block, "clusters", "names", "privileges", "query", "allow_restricted_indices", "field_security")
		})
	}
	trim(elasticsearch, "cluster", "run_as", "indices", "remote_indices", "remote_cluster")
	each(role, "kibana", func(entry map[string]any) {
		features, _ := entry["feature"].(map[string]any)
		trim(features, slices.Collect(maps.Keys(features))...)
		trim(entry, "spaces", "base", "feature", "_reserved")
	})
	if entries, is := role["kibana"].([]any); is {
		role["kibana"] = slices.DeleteFunc(entries, keptByKibana)
	}
	trim(role, "description", "metadata", "kibana")
	return role, sensible
}

// keptByKibana recognises entries that Kibana shows and refuses.
func keptByKibana(entry any) bool {
	object, _ := entry.(map[string]any)
	base, _ := object["base"].([]any)
	return object["_reserved"] != nil || slices.Contains(base, any("*"))
}
