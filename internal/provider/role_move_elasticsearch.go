package provider

import (
	"encoding/json"
	"fmt"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// elasticsearchSource holds the attributes of an elasticstack_elasticsearch_security_role
// that a move uses. Its schema versions differ in field_security only: a list in version 0,
// an object in version 1 (internal/elasticsearch/security/role in the source of that provider).
type elasticsearchSource struct {
	sourceRole
	sourceElasticsearch

	Global       string              `json:"global"`
	Applications []roles.Application `json:"applications"`
}

// decodeElasticsearchRole decodes the state of an elasticstack_elasticsearch_security_role.
// Elasticsearch has written such a role, and takes more than Kibana does.
func decodeElasticsearchRole(state []byte) (role roles.Role, reasons []string, err error) {
	var source elasticsearchSource
	if err := json.Unmarshal(state, &source); err != nil {
		return roles.Role{}, nil, err
	}
	role = source.role(source.sourceElasticsearch)
	entries, obstacles := roles.EntriesOf(source.Applications)
	role.Kibana = entries
	if grantsSomething(source.Global) {
		obstacles = append(obstacles, "holds global privileges, and Kibana before 9.6 erases them with every write")
	}
	for _, obstacle := range obstacles {
		reasons = append(reasons, fmt.Sprintf("It %s.", obstacle))
	}
	for _, e := range entries {
		for feature, ids := range e.Feature {
			for _, former := range cases.FormerPrivileges(feature, ids) {
				reasons = append(reasons, cases.ExplainFormer(former))
			}
		}
	}
	return role, reasons, nil
}

// grantsSomething reports whether the JSON text of global privileges has any. Elasticsearch
// adds empty categories by itself.
func grantsSomething(global string) bool {
	if global == "" {
		return false
	}
	var categories map[string]json.RawMessage
	if json.Unmarshal([]byte(global), &categories) != nil {
		return true
	}
	for _, category := range categories {
		if text := roles.CanonicalJSON(string(category)); text != "{}" && text != "[]" && text != "null" {
			return true
		}
	}
	return false
}
