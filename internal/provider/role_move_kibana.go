package provider

import (
	"encoding/json"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// kibanaSource holds the attributes of an elasticstack_kibana_security_role that a move uses.
type kibanaSource struct {
	sourceRole

	Elasticsearch single[sourceElasticsearch] `json:"elasticsearch"`
	Kibana        []sourceEntry               `json:"kibana"`
}

type sourceEntry struct {
	Spaces  []string `json:"spaces"`
	Base    []string `json:"base"`
	Feature []struct {
		Name       string   `json:"name"`
		Privileges []string `json:"privileges"`
	} `json:"feature"`
}

// decodeKibanaRole decodes the state of an elasticstack_kibana_security_role. Kibana has
// written such a role.
func decodeKibanaRole(state []byte) (role roles.Role, _ []string, err error) {
	var source kibanaSource
	if err := json.Unmarshal(state, &source); err != nil {
		return roles.Role{}, nil, err
	}
	if source.Elasticsearch.value == nil {
		source.Elasticsearch.value = &sourceElasticsearch{}
	}
	role = source.role(*source.Elasticsearch.value)
	for _, e := range source.Kibana {
		entry := roles.Entry{Spaces: e.Spaces, Base: e.Base, Feature: map[string][]string{}}
		for _, feature := range e.Feature {
			entry.Feature[feature.Name] = slices.Concat(entry.Feature[feature.Name], feature.Privileges)
		}
		role.Kibana = append(role.Kibana, entry)
	}
	return role, nil, nil
}
