package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// RoleMapping gives roles to users of realms that do not store roles themselves, when
// they log in.
type RoleMapping struct {
	Name string
	// Enabled mappings give roles; others are ignored.
	Enabled bool
	// Roles are sorted names, which nobody may change.
	Roles []string
	// Templates compute further names of roles from the user.
	Templates []RoleTemplate
	// Rules is the JSON object with the rules that choose the users.
	Rules json.RawMessage
	// ReadOnly mappings come from the operator of the cluster.
	ReadOnly bool
}

// RoleTemplate computes the names of roles from a user.
type RoleTemplate struct {
	// Template is the JSON of a Mustache script.
	Template string `json:"template"`
	// Format is "string" for one name, or "json" for one name or a list.
	Format string `json:"format"`
}

// roleMappingAnswer is the answer of [Elasticsearch.RoleMappings].
type roleMappingAnswer struct {
	roleSets *roleSets
	mappings []RoleMapping
}

// RoleMappings returns all role mappings, sorted by name: GET /_security/role_mapping.
// Those in role_mapping.yml are not among them, and those of the operator only since
// 8.16. See [IsSwitchedOff] and [IsNotOnServerless].
func (es *Elasticsearch) RoleMappings(ctx context.Context) ([]RoleMapping, error) {
	get := request{method: http.MethodGet, path: "/_security/role_mapping"}
	answer, err := ask(ctx, es, get, func() *roleMappingAnswer { return &roleMappingAnswer{roleSets: es.roleSets} })
	if err != nil {
		return nil, err
	}
	return answer.mappings, nil
}

func (a *roleMappingAnswer) member(name string, value *json.Decoder) error {
	var mapping struct {
		Enabled   *bool           `json:"enabled"`
		Roles     []string        `json:"roles"`
		Templates []RoleTemplate  `json:"role_templates"`
		Rules     json.RawMessage `json:"rules"`
		Metadata  struct {
			ReadOnly bool `json:"_read_only"`
		} `json:"metadata"`
	}
	if err := value.Decode(&mapping); err != nil {
		return err
	}
	switch {
	case mapping.Enabled == nil:
		return errors.New(`a role mapping without "enabled"`)
	case len(mapping.Roles) == 0 && len(mapping.Templates) == 0:
		return errors.New("a role mapping without roles")
	case !bytes.HasPrefix(mapping.Rules, []byte("{")):
		return errors.New("a role mapping without rules")
	}
	a.mappings = append(a.mappings, RoleMapping{
		Name: name, Enabled: *mapping.Enabled, Roles: a.roleSets.intern(mapping.Roles), Templates: mapping.Templates,
		Rules: mapping.Rules, ReadOnly: mapping.Metadata.ReadOnly,
	})
	return nil
}

func (a *roleMappingAnswer) problem() string {
	slices.SortFunc(a.mappings, func(x, y RoleMapping) int { return strings.Compare(x.Name, y.Name) })
	return repeated(a.mappings, "the same role mapping twice", func(m RoleMapping) string { return m.Name })
}
