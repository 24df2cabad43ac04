package roles

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Role is a Kibana role as GET /api/security/role/{name} returns it and, through
// [Role.Payload], as PUT takes it.
type Role struct {
	Name        string
	Description string
	// Metadata is the role's metadata object as the server sent it; nil when empty.
	Metadata      json.RawMessage
	Elasticsearch Elasticsearch
	Kibana        []Entry
	// TransformErrors holds Kibana's reasons for not being able to decode the
	// role's Kibana privileges. When it is not empty, Kibana is empty although
	// the stored role is not: see [Role.Undecodable].
	TransformErrors []string
	// Other holds keys that this package does not know.
	Other map[string]json.RawMessage
}

// HoldsEverything reports whether the role shows the privilege "*". It belongs to
// the application "*" or "kibana-*", where no write of Kibana's reaches it, or to
// Kibana's own application, where any write drops it. Kibana shows them alike.
func (r Role) HoldsEverything() bool {
	return slices.ContainsFunc(r.Kibana, func(e Entry) bool { return slices.Contains(e.Base, "*") })
}

// GrantingAll returns the role with the base privilege "all" for all spaces, in
// place of what it holds there: Kibana takes nothing beside it.
func (r Role) GrantingAll() Role {
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

// Undecodable reports whether Kibana could not decode the stored privileges.
// Such a role reads as one without Kibana privileges, and writing it back
// would erase them.
func (r Role) Undecodable() bool { return len(r.TransformErrors) > 0 }

// BuiltIn reports whether the role is reserved, which the Elasticsearch roles
// reference calls built-in: it can be neither changed nor deleted.
func (r Role) BuiltIn() bool {
	var m struct {
		Reserved bool `json:"_reserved"`
	}
	return json.Unmarshal(r.Metadata, &m) == nil && m.Reserved
}

// UnmarshalJSON decodes a role that Kibana sent. An object that lacks what
// every Kibana sends is an error, so that a login page's JSON cousin is never
// taken for a role without privileges.
func (r *Role) UnmarshalJSON(data []byte) error {
	var wire struct {
		Name            *string           `json:"name"`
		Description     string            `json:"description"`
		Metadata        json.RawMessage   `json:"metadata"`
		Elasticsearch   *Elasticsearch    `json:"elasticsearch"`
		Kibana          *[]Entry          `json:"kibana"`
		TransformErrors []json.RawMessage `json:"_transform_error"`
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
		Name:          *wire.Name,
		Description:   wire.Description,
		Metadata:      objectOrNil(wire.Metadata),
		Elasticsearch: *wire.Elasticsearch,
		Kibana:        *wire.Kibana,
		Other:         rest,
	}
	for _, raw := range wire.TransformErrors {
		r.TransformErrors = append(r.TransformErrors, transformReason(raw))
	}
	return nil
}

// transformReason reads one element of _transform_error in each of its three
// forms: "kibana", "kibana:<reason>" and {"reason": "kibana:<reason>"}.
func transformReason(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		var object struct {
			Reason string `json:"reason"`
		}
		if json.Unmarshal(raw, &object) == nil {
			text = object.Reason
		}
	}
	_, reason, found := strings.Cut(text, ":")
	if !found || reason == "" {
		return "reason not given"
	}
	return reason
}

// objectOrNil drops a JSON null and an object without keys.
func objectOrNil(raw json.RawMessage) json.RawMessage {
	var keys map[string]json.RawMessage
	if json.Unmarshal(raw, &keys) == nil && len(keys) == 0 {
		return nil
	}
	return raw
}

// Payload is the body of PUT /api/security/role/{name}: the role without its
// name, without what only GET shows, and without foreign entries.
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
	}{r.Description, r.Metadata, r.Elasticsearch, entries}, r.Other)
}
