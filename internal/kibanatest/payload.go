package kibanatest

import (
	"encoding/json"
	"fmt"
	"slices"
)

// payload is the body of PUT /api/security/role/{name} after its schema.
type payload struct {
	Description   string                     `json:"description"`
	Metadata      map[string]json.RawMessage `json:"metadata"`
	Elasticsearch struct {
		Cluster       []string          `json:"cluster"`
		Indices       []ESIndices       `json:"indices"`
		RunAs         []string          `json:"run_as"`
		RemoteIndices []ESIndices       `json:"remote_indices"`
		RemoteCluster []ESRemoteCluster `json:"remote_cluster"`
		Global        json.RawMessage   `json:"global"`
	} `json:"elasticsearch"`
	Kibana []kibanaEntry `json:"kibana"`
}

// kibanaEntry is an element of a role's kibana list.
type kibanaEntry struct {
	Reserved []string `json:"_reserved,omitempty"`
	Base     []string `json:"base"`
	Feature  features `json:"feature"`
	Spaces   []string `json:"spaces"`
}

// features is the feature object of a kibana entry, in its order.
type features []Grant

// UnmarshalJSON reads the object {"<feature>": ["<privilege>", …], …}.
func (f *features) UnmarshalJSON(data []byte) error {
	value, err := parseJSON(data)
	if err != nil {
		return err
	}
	o, ok := value.(*object)
	if !ok {
		return fmt.Errorf("feature is no object: %s", data)
	}
	for _, id := range o.keys {
		list, ok := o.values[id].([]any)
		if !ok {
			return fmt.Errorf("feature %s is no list", id)
		}
		for _, privilege := range list {
			f.add(id, fmt.Sprint(privilege))
		}
	}
	return nil
}

// MarshalJSON writes the object in its order.
func (f features) MarshalJSON() ([]byte, error) {
	o := newObject()
	for _, grant := range f {
		o.set(grant.Feature, grant.Privileges)
	}
	return o.MarshalJSON()
}

// add appends one privilege, repeated or not.
func (f *features) add(feature, privilege string) {
	for i := range *f {
		if (*f)[i].Feature == feature {
			(*f)[i].Privileges = append((*f)[i].Privileges, privilege)
			return
		}
	}
	*f = append(*f, Grant{feature, []string{privilege}})
}

// has tells whether a privilege is listed.
func (f features) has(feature, privilege string) bool {
	return slices.ContainsFunc(f, func(g Grant) bool {
		return g.Feature == feature && slices.Contains(g.Privileges, privilege)
	})
}

// merge adds a privilege unless it is listed.
func (f *features) merge(feature, privilege string) {
	if !f.has(feature, privilege) {
		f.add(feature, privilege)
	}
}

// decodePayload reads what the schema let through.
func decodePayload(checked any) (payload, error) {
	var p payload
	data, err := encodeJSON(checked)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(data, &p)
}
