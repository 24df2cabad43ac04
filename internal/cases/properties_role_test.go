package cases

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func anyList(t *rapid.T, label string, least int) []string {
	return rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "logs-*", "<&>", "ü"}), least, 3).Draw(t, label)
}

func anyIndices(t *rapid.T) roles.Indices {
	i := roles.Indices{
		Clusters: anyList(t, "clusters", 0), Names: anyList(t, "names", 1), Privileges: anyList(t, "privileges", 1),
		Query:                  rapid.SampledFrom([]*string{nil, new(""), new(`{"match_all":{}}`), new("{ \"b\": 1,\n\"a\": 12345678901234567890 }")}).Draw(t, "query"),
		AllowRestrictedIndices: rapid.Bool().Draw(t, "restricted"),
	}
	if rapid.Bool().Draw(t, "fields?") {
		i.FieldSecurity = &roles.FieldSecurity{Grant: anyList(t, "grant", 0), Except: anyList(t, "except", 1)}
	}
	return i
}

func anyRole(t *rapid.T) roles.Role {
	r := roles.Role{
		Name:        rapid.StringMatching(`[a-z]{1,5}`).Draw(t, "name"),
		Description: rapid.String().Draw(t, "description"),
		Metadata:    json.RawMessage(rapid.SampledFrom([]string{"", `{"a":1}`, `{"b":[1,null],"a":{"c":"d"}}`}).Draw(t, "metadata")),
		Elasticsearch: roles.Elasticsearch{
			Cluster: anyList(t, "cluster", 0), RunAs: anyList(t, "run_as", 0),
			Indices:       rapid.SliceOfN(rapid.Custom(anyIndices), 0, 2).Draw(t, "indices"),
			RemoteIndices: rapid.SliceOfN(rapid.Custom(anyIndices), 0, 2).Draw(t, "remote_indices"),
		},
		Kibana: anyPrivileges(t).Entries(),
	}
	if rapid.Bool().Draw(t, "remote?") {
		r.Elasticsearch.RemoteCluster = []roles.RemoteCluster{{Clusters: anyList(t, "remote", 1), Privileges: anyList(t, "privileges", 1)}}
	}
	if rapid.Bool().Draw(t, "global?") {
		r.Elasticsearch.Other = map[string]json.RawMessage{"global": json.RawMessage(`{"a":{"c":1,"b":2}}`)}
	}
	return r
}

func TestDecodingPayloadReturnsTheRole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := anyRole(t)
		payload, err := r.Payload()
		if err != nil {
			t.Fatal(err)
		}
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(payload, &keys); err != nil {
			t.Fatal(err)
		}
		if _, named := keys["name"]; named {
			t.Fatal("the body contains the name, which belongs to the path")
		}
		keys["name"], _ = json.Marshal(r.Name)
		whole, err := json.Marshal(keys)
		if err != nil {
			t.Fatal(err)
		}
		var back roles.Role
		if err := json.Unmarshal(whole, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, back, ignoreEmpty); diff != "" {
			t.Fatalf("role (-sent +read):\n%s", diff)
		}
		if !r.Equal(back) || r.Fingerprint() != back.Fingerprint() {
			t.Fatal("not equal")
		}
	})
}

// shuffled returns an equal role with another order and grouping, and with duplicates.
func shuffled(t *rapid.T, r roles.Role) roles.Role {
	again := func(list []string) []string {
		return append(rapid.Permutation(list).Draw(t, "order"), list[:rapid.IntRange(0, len(list)).Draw(t, "twice")]...)
	}
	indices := func(list []roles.Indices) []roles.Indices {
		var all []roles.Indices
		for _, i := range rapid.Permutation(list).Draw(t, "order") {
			i.Names, i.Privileges, i.Clusters = again(i.Names), again(i.Privileges), again(i.Clusters)
			if f := i.FieldSecurity; f != nil {
				i.FieldSecurity = &roles.FieldSecurity{Grant: slices.Concat(f.Grant, f.Grant), Except: again(f.Except)}
				if f.Grant != nil && i.FieldSecurity.Grant == nil {
					i.FieldSecurity.Grant = []string{}
				}
			}
			if i.Query != nil && *i.Query != "" {
				i.Query = new(" " + roles.CanonicalJSON(*i.Query) + "\n")
			}
			all = append(all, i)
		}
		return all
	}
	es := r.Elasticsearch
	es.Cluster, es.RunAs, es.Indices, es.RemoteIndices = again(es.Cluster), again(es.RunAs), indices(es.Indices), indices(es.RemoteIndices)
	if es.Other != nil {
		es.Other = map[string]json.RawMessage{"global": json.RawMessage(` {"a": {"b":2, "c":1}}`)}
	}
	r.Elasticsearch = es
	var entries []roles.Entry
	for _, e := range rapid.Permutation(r.Kibana).Draw(t, "order") {
		// One entry for each feature, and one with the base privileges.
		for feature, ids := range e.Feature {
			entries = append(entries, roles.Entry{Spaces: again(e.Spaces), Feature: featureIDs{feature: again(ids), "none": {}}})
		}
		entries = append(entries, roles.Entry{Spaces: e.Spaces, Base: again(e.Base)})
	}
	r.Kibana = entries
	if len(r.Metadata) == 0 {
		r.Metadata = json.RawMessage(`{}`)
	}
	return r
}

// Order, grouping, duplicates and unrecognized keys do not change the fingerprint.
// Every other change does.
func TestFingerprintIdentifiesEqualRoles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := anyRole(t)
		other := shuffled(t, r)
		other.Elasticsearch.Other = map[string]json.RawMessage{"global": json.RawMessage(`{"a":{"b":3}}`)}
		if r.Fingerprint() != other.Fingerprint() || !r.Equal(other) || !other.Equal(r) {
			t.Fatalf("equal roles, different fingerprints:\n%+v\n%+v", r, other)
		}
		changed := other
		switch rapid.IntRange(0, 6).Draw(t, "change") {
		case 0:
			changed.Name += "x"
		case 1:
			changed.Description += "x"
		case 2:
			changed.Metadata = json.RawMessage(`{"a":2}`)
		case 3:
			changed.Elasticsearch.Cluster = append(slices.Clone(changed.Elasticsearch.Cluster), "one_more")
		case 4:
			changed.Elasticsearch.Indices = append(slices.Clone(changed.Elasticsearch.Indices), roles.Indices{Names: []string{"x"}, Privileges: []string{"y"}})
		case 5:
			changed.Kibana = append(slices.Clone(changed.Kibana), roles.Entry{Spaces: []string{"x"}, Feature: featureIDs{"generalCases": {"read"}}})
		case 6:
			changed.TransformErrors = append(slices.Clone(changed.TransformErrors), "duplicated_resources")
		}
		if r.Fingerprint() == changed.Fingerprint() || r.Equal(changed) {
			t.Fatalf("different roles, equal fingerprints:\n%+v\n%+v", r, changed)
		}
	})
}
