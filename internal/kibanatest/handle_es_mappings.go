package kibanatest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// roleMappingView is a role mapping in an answer.
type roleMappingView struct {
	Enabled   bool                       `json:"enabled"`
	Roles     []string                   `json:"roles,omitempty"`
	Templates []ESRoleTemplate           `json:"role_templates,omitempty"`
	Rules     json.RawMessage            `json:"rules"`
	Metadata  map[string]json.RawMessage `json:"metadata"`
}

// getRoleMappings answers GET /_security/role_mapping, and the same with names. Operator
// mappings come last, and are found with or without their suffix.
func (c *esCall) getRoleMappings() (int, any) {
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	answer := newObject()
	for _, operator := range []bool{false, true} {
		for _, name := range slices.Sorted(maps.Keys(c.es.mappings)) {
			m := c.es.mappings[name]
			if m.Operator != operator || m.Operator && !c.profile.hasOperatorMappings() || !c.asksForMapping(name, m) {
				continue
			}
			answer.set(name, roleMappingView{!m.Disabled, m.Roles, m.Templates, m.Rules, m.Metadata})
		}
	}
	if c.param == "" {
		return http.StatusOK, answer
	}
	return foundIn(answer)
}

func (c *esCall) asksForMapping(name string, m ESRoleMapping) bool {
	if c.param == "" || c.param == "_all" || c.param == "*" {
		return true
	}
	return slices.ContainsFunc(c.names(), func(asked string) bool {
		return asked == name || m.Operator && asked == strings.TrimSuffix(name, operatorSuffix)
	})
}
