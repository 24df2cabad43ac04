package kibanatest

import (
	"encoding/json"
	"fmt"
	"slices"
)

// payload is the validated body of PUT /api/security/role/{name}.
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

// features is the feature object of a kibana entry. It keeps the order of the keys.
type features []FeaturePrivileges

// UnmarshalJSON reads the object {"<feature>": ["<privilege>", …], …}.
func (f *features) UnmarshalJSON(data []byte) error {
	value, err := parseJSON(data)
	if err != nil {
		return err
	}
	o, ok := value.(*object)
	if !ok {
		return fmt.Errorf("feature is not an object: %s", data)
	}
	for _, id := range o.keys {
		list, ok := o.values[id].([]any)
		if !ok {
			return fmt.Errorf("feature %s is not a list", id)
		}
		for _, privilege := range list {
			f.add(id, fmt.Sprint(privilege))
		}
	}
	return nil
}

// MarshalJSON writes the object in order.
func (f features) MarshalJSON() ([]byte, error) {
	o := newObject()
	for _, feature := range f {
		o.set(feature.Feature, feature.Privileges)
	}
	return o.MarshalJSON()
}

// add appends a privilege, even if the object has it already.
func (f *features) add(feature, privilege string) {
	for i := range *f {
		if (*f)[i].Feature == feature {
			(*f)[i].Privileges = append((*f)[i].Privileges, privilege)
			return
		}
	}
	*f = append(*f, FeaturePrivileges{feature, []string{privilege}})
}

// has reports whether the object has a privilege.
func (f features) has(feature, privilege string) bool {
	return slices.ContainsFunc(f, func(listed FeaturePrivileges) bool {
		return listed.Feature == feature && slices.Contains(listed.Privileges, privilege)
	})
}

// merge adds a privilege, unless the object has it already.
func (f *features) merge(feature, privilege string) {
	if !f.has(feature, privilege) {
		f.add(feature, privilege)
	}
}

// decodePayload decodes a body that the schema has validated.
func decodePayload(validated any) (payload, error) {
	var p payload
	data, err := encodeJSON(validated)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(data, &p)
}
