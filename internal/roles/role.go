package roles

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Role is a Kibana role as GET /api/security/role/{name} returns it.
// [Role.Payload] encodes it for PUT.
type Role struct {
	Name        string
	Description string
	// Metadata is the role's metadata object as the server sent it: nil if it is
	// empty.
	Metadata      json.RawMessage
	Elasticsearch Elasticsearch
	Kibana        []Entry
	// TransformErrors holds the reasons why Kibana could not decode the stored
	// Kibana privileges. If it is not empty, the field Kibana is empty although the
	// stored role holds privileges; see [Role.Undecodable].
	TransformErrors []string
	// Disabled reports that Elasticsearch has switched off the role: it grants nothing.
	// That is a state of the cluster, which [Role.Equal] ignores and PUT does not take.
	Disabled bool
	// UnlicensedFeatures holds the reason: the features of Elasticsearch, such as "dls",
	// that the role uses and the licence does not cover.
	UnlicensedFeatures []string
	// Other holds unrecognized keys.
	Other map[string]json.RawMessage
}

// ShowsStar reports whether Kibana shows the base privilege "*" in the
// role. The privilege belongs either to the application "*" or "kibana-*", which
// Kibana's role API never changes, or to Kibana's own application, where every
// PUT removes it. The answer of GET does not show which.
func (r Role) ShowsStar() bool {
	return slices.ContainsFunc(r.Kibana, func(e Entry) bool { return slices.Contains(e.Base, "*") })
}

// WithBaseAll returns the role with the base privilege "all" for all spaces. It
// replaces the entries for all spaces, because Kibana accepts nothing in addition
// to a base privilege.
func (r Role) WithBaseAll() Role {
	entries := []Entry{{Spaces: []string{AllSpaces}, Base: []string{BaseAll}, Feature: map[string][]string{}}}
	for _, e := range r.Kibana {
		if !e.Foreign() {
			e.Spaces = slices.DeleteFunc(slices.Clone(e.Spaces), func(id string) bool { return id == AllSpaces })
		}
		if len(e.Spaces) > 0 {
			entries = append(entries, e)
		}
	}
	r.Kibana = entries
	return r
}

// HidesPrivileges reports whether the role grants privileges of Kibana that Kibana does
// not show, such as a pattern of actions.
func (r Role) HidesPrivileges() bool { return len(SpacesWithHiddenPrivileges(r.Kibana)) > 0 }

// Undecodable reports whether Kibana could not decode the stored Kibana
// privileges. GET then shows none, and writing the role back would remove them.
func (r Role) Undecodable() bool { return len(r.TransformErrors) > 0 }

// BuiltIn reports whether the role is reserved: its metadata sets "_reserved".
// Elasticsearch refuses to change or delete such a role. The Elasticsearch
// reference calls it a built-in role.
func (r Role) BuiltIn() bool {
	var m struct {
		Reserved bool `json:"_reserved"`
	}
	return json.Unmarshal(r.Metadata, &m) == nil && m.Reserved
}

// UnmarshalJSON decodes a role that Kibana sent. It returns an error if the name,
// the key "elasticsearch" or the key "kibana" is missing: every Kibana sends
// them, and another JSON object must not pass as a role without privileges.
func (r *Role) UnmarshalJSON(data []byte) error {
	var wire struct {
		Name            *string           `json:"name"`
		Description     string            `json:"description"`
		Metadata        json.RawMessage   `json:"metadata"`
		Elasticsearch   *Elasticsearch    `json:"elasticsearch"`
		Kibana          *[]Entry          `json:"kibana"`
		TransformErrors []json.RawMessage `json:"_transform_error"`
		Transient       struct {
			Enabled            *bool    `json:"enabled"`
			UnlicensedFeatures []string `json:"unlicensed_features"`
		} `json:"transient_metadata"`
	}
	rest, err := unmarshalKnown(data, &wire, "name", "description", "metadata", "elasticsearch", "kibana",
		"transient_metadata", "_transform_error", "_unrecognized_applications")
	if err != nil {
		return err
	}
	switch {
	case wire.Name == nil || *wire.Name == "":
		return errors.New(`role has no "name"`)
	case wire.Elasticsearch == nil:
		return fmt.Errorf(`role %q has no "elasticsearch"`, *wire.Name)
	case wire.Kibana == nil:
		return fmt.Errorf(`role %q has no "kibana"`, *wire.Name)
	}
	*r = Role{
		Name:               *wire.Name,
		Description:        wire.Description,
		Metadata:           objectOrNil(wire.Metadata),
		Elasticsearch:      *wire.Elasticsearch,
		Kibana:             *wire.Kibana,
		Disabled:           wire.Transient.Enabled != nil && !*wire.Transient.Enabled,
		UnlicensedFeatures: wire.Transient.UnlicensedFeatures,
		Other:              rest,
	}
	for _, raw := range wire.TransformErrors {
		r.TransformErrors = append(r.TransformErrors, transformReason(raw))
	}
	return nil
}

// Payload returns the body of PUT /api/security/role/{name}: the role without its
// name, without keys that only GET shows, and without foreign entries (see
// [Entry.Foreign]). Entries with equal privileges share one if there would be too many.
func (r Role) Payload() ([]byte, error) {
	entries := make([]Entry, 0, len(r.Kibana))
	for _, e := range r.Kibana {
		if !e.Foreign() {
			entries = append(entries, e)
		}
	}
	return marshalWith(struct {
		Description   string          `json:"description,omitempty"`
		Metadata      json.RawMessage `json:"metadata,omitempty"`
		Elasticsearch Elasticsearch   `json:"elasticsearch"`
		Kibana        []Entry         `json:"kibana"`
	}{r.Description, r.Metadata, r.Elasticsearch, withinLimit(entries)}, r.Other)
}

// transformReason returns the reason in one element of _transform_error. Kibana
// has sent three forms: "kibana", "kibana:<reason>" and
// {"reason": "kibana:<reason>"}.
func transformReason(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		var object struct {
			Reason string `json:"reason"`
		}
		_ = json.Unmarshal(raw, &object) // any other form has no reason
		text = object.Reason
	}
	_, reason, _ := strings.Cut(text, ":")
	return cmp.Or(reason, "reason not given")
}

// objectOrNil returns nil for JSON null and for an object without keys.
func objectOrNil(raw json.RawMessage) json.RawMessage {
	var keys map[string]json.RawMessage
	if json.Unmarshal(raw, &keys) == nil && len(keys) == 0 {
		return nil
	}
	return raw
}
