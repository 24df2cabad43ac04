package kibanatest

import (
	"encoding/json"
	"slices"
)

// ESRoleMapping gives roles to users of realms without roles of their own, when they log
// in. The double does not evaluate the rules: [Server.LogInFrom] takes the roles.
type ESRoleMapping struct {
	Disabled  bool
	Roles     []string
	Templates []ESRoleTemplate
	// Rules is the JSON of the rules. Without it the mapping is for everybody.
	Rules    json.RawMessage
	Metadata map[string]json.RawMessage
	// Operator mappings come from the operator of the cluster. Answers show them since
	// 8.16, under a longer name and as read-only.
	Operator bool
}

// ESRoleTemplate computes role names from the user.
type ESRoleTemplate struct {
	// Template is the JSON of a script, such as {"source":"{{username}}"}.
	Template string `json:"template"`
	// Format is "string" or "json".
	Format string `json:"format"`
}

// operatorSuffix ends the names of operator mappings in answers.
const operatorSuffix = "-read-only-operator-config"

// AddRoleMapping creates or replaces a role mapping. An operator mapping and another one
// can have the same name.
func (s *Server) AddRoleMapping(name string, m ESRoleMapping) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.es.putMapping(name, m)
}

func (es elasticsearch) putMapping(name string, m ESRoleMapping) {
	m.Roles, m.Templates = slices.Clone(m.Roles), slices.Clone(m.Templates)
	m.Rules, m.Metadata = slices.Clone(m.Rules), cloneRaw(m.Metadata)
	if m.Metadata == nil {
		m.Metadata = map[string]json.RawMessage{}
	}
	if m.Rules == nil {
		m.Rules = json.RawMessage(`{"field":{"username":"*"}}`)
	}
	if m.Operator {
		name += operatorSuffix
		m.Metadata["_read_only"] = json.RawMessage("true")
	}
	es.mappings[name] = m
}

// hasOperatorMappings reports whether answers show operator mappings.
func (p Profile) hasOperatorMappings() bool { return p.release >= 816 }
