package roles

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzRole checks that Payload contains everything that Kibana shows of a role,
// recognized or not, except keys that only GET shows and foreign entries. Reading
// the payload gives an equal role.
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
		shown = CanonicalJSON(shown) // drops duplicate keys
		want, valid := expectedPayload(shown)
		var r Role
		if !valid || json.Unmarshal([]byte(shown), &r) != nil {
			t.Skip("not a role")
		}
		payload, err := r.Payload()
		if err != nil {
			t.Fatal(err)
		}
		got, _ := expectedPayload(string(payload))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("payload (-shown +sent):\n%s", diff)
		}
		var back Role
		if err := json.Unmarshal([]byte(`{"name":`+asJSON(t, r.Name)+","+string(payload[1:])), &back); err != nil {
			t.Fatal(err)
		}
		back.TransformErrors = r.TransformErrors // PUT has no such key
		if again, err := back.Payload(); err != nil || string(again) != string(payload) || !r.Equal(back) {
			t.Fatalf("sent:\n%s\nread and sent again (%v):\n%s", payload, err, again)
		}
	})
}

// expectedPayload decodes a role as plain JSON. It removes keys and entries that
// PUT refuses and values that equal an absent key. Valid is false if a known list
// contains null.
func expectedPayload(text string) (role map[string]any, valid bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&role) != nil {
		return nil, false
	}
	valid = true
	trim := func(object map[string]any, keys ...string) {
		for _, key := range keys {
			list, _ := object[key].([]any)
			valid = valid && !slices.Contains(list, nil)
			if value, _ := json.Marshal(object[key]); slices.Contains([]string{"null", "false", `""`, "[]", "{}"}, string(value)) {
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
			if fields["grant"] == nil { // an empty list grants no field
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
		role["kibana"] = slices.DeleteFunc(entries, isForeign)
	}
	trim(role, "description", "metadata", "kibana")
	return role, valid
}

// isForeign reports whether Kibana shows the entry and refuses it in a PUT.
func isForeign(entry any) bool {
	object, _ := entry.(map[string]any)
	base, _ := object["base"].([]any)
	return object["_reserved"] != nil || slices.Contains(base, any("*"))
}
