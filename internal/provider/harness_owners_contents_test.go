package provider_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// contents is what a role holds: privileges by "<space> <feature>", everything
// else by its name, and nothing that is empty. Nil is a role that is not there.
type contents map[string]string

// othersEntries are those of other applications, which Kibana keeps by itself.
const othersEntries = "other applications"

func contentsOf(role kibanatest.ESRole) contents {
	c := contents{"description": role.Description}
	privileges := map[string][]string{}
	var others []kibanatest.ESApplication
	for _, a := range role.Applications {
		if a.Application != "kibana-.kibana" {
			others = append(others, a)
			continue
		}
		for _, resource := range a.Resources {
			for _, privilege := range a.Privileges {
				feature, id, _ := strings.Cut(strings.TrimPrefix(privilege, "feature_"), ".")
				at := strings.TrimPrefix(resource, "space:") + " " + feature
				privileges[at] = append(privileges[at], id)
			}
		}
	}
	for at, ids := range privileges {
		slices.Sort(ids)
		c[at] = strings.Join(slices.Compact(ids), " ")
		if c[at] == "" {
			c[at] = "base"
		}
	}
	for name, value := range map[string]any{
		"metadata": role.Metadata, "global": role.Global, "cluster": role.Cluster, "run_as": role.RunAs, "indices": role.Indices,
		"remote_indices": role.RemoteIndices, "remote_cluster": role.RemoteCluster, othersEntries: others,
	} {
		var plain any // with numbers as Kibana reads them
		text, err := json.Marshal(value)
		if err = errors.Join(err, json.Unmarshal(text, &plain)); err == nil {
			text, err = json.Marshal(plain)
		}
		if err != nil {
			panic(err)
		}
		if !slices.Contains([]string{"null", "[]", "{}"}, string(text)) {
			c[name] = string(text)
		}
	}
	maps.DeleteFunc(c, func(_, value string) bool { return value == "" })
	return c
}

// keysOf are the keys of any of them.
func keysOf(all ...contents) map[string]bool {
	keys := map[string]bool{}
	for _, c := range all {
		for key := range c {
			keys[key] = true
		}
	}
	return keys
}

// sayable is what a configuration can say.
func (c contents) sayable() contents {
	rest := maps.Clone(c)
	maps.DeleteFunc(rest, func(key, _ string) bool { return key == "global" || key == othersEntries })
	return rest
}

// privileges are those on cases and connectors that a role holds.
func (c contents) privileges() contents {
	held := maps.Clone(c)
	maps.DeleteFunc(held, func(key, _ string) bool {
		return !strings.Contains(key, "Cases") && !strings.HasSuffix(key, " actions")
	})
	return held
}
