package review

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// change is what a plan does to one resource instance that gives access, or what drift did to it.
type change struct {
	Resource
	place

	kind    kind
	deposed bool
	// before and after are nil if the object does not exist then.
	before, after *holding
}

// hasRawIDs reports whether privileges of the resource have to be judged.
func (c *change) hasRawIDs() bool {
	return c.before.hasRawIDs() || c.after.hasRawIDs()
}

// kind says how a type of resource gives access.
type kind struct {
	owner    bool   // it owns the whole role
	provider string // the type of its provider
	read     func(value) (*holding, error)
}

// kinds are the types of resources that give access to cases. The type decides, not the provider's address: the provider
// may come from a mirror, and nobody else has a resource of these types.
var kinds = map[string]kind{
	"cases_role":                               {true, "cases", readCasesRole},
	"cases_feature_privilege":                  {false, "cases", readGrant},
	"elasticstack_kibana_security_role":        {true, "elasticstack", readKibanaRole},
	"elasticstack_elasticsearch_security_role": {true, "elasticstack", readElasticsearchRole},
}

// holderTypes are the types of resources that decide who holds a role, which a review does not judge.
var holderTypes = []string{
	"elasticstack_elasticsearch_security_api_key",
	"elasticstack_elasticsearch_security_role_mapping",
	"elasticstack_elasticsearch_security_system_user",
	"elasticstack_elasticsearch_security_user",
}

// newChange reads a change of a resource that gives access.
func newChange(rc *tfjson.ResourceChange) (*change, error) {
	c := &change{
		Resource: Resource{Address: rc.Address, Type: rc.Type, PreviousAddress: rc.PreviousAddress},
		place:    place{configAddress: withoutIndices(rc.ModuleAddress) + rc.Type + "." + rc.Name, provider: kinds[rc.Type].provider},
		kind:     kinds[rc.Type],
		deposed:  rc.DeposedKey != "",
	}
	if rc.Change == nil {
		return nil, fmt.Errorf("%s has no change", rc.Address)
	}
	for _, action := range rc.Change.Actions {
		if !slices.Contains([]tfjson.Action{tfjson.ActionNoop, tfjson.ActionCreate, tfjson.ActionRead, tfjson.ActionUpdate, tfjson.ActionDelete, tfjson.ActionForget}, action) {
			return nil, fmt.Errorf("%s has an action that this version of cases-review does not know", rc.Address)
		}
		c.Actions = append(c.Actions, string(action))
	}
	if len(c.Actions) == 0 {
		return nil, fmt.Errorf("%s has no actions", rc.Address)
	}
	c.Imported = rc.Change.Importing != nil
	for _, values := range []any{rc.Change.Before, rc.Change.After} {
		for _, block := range []string{"kibana_connection", "elasticsearch_connection"} {
			connection, _ := object(values)[block].([]any)
			c.ownConnection = c.ownConnection || len(connection) > 0
		}
	}
	return c, c.readValues(rc.Change)
}

func (c *change) readValues(v *tfjson.Change) (err error) {
	read := func(data, unknown, sensitive any) (*holding, error) {
		if data == nil && !marked(unknown) {
			return nil, nil //nolint:nilnil // the object does not exist
		}
		if _, isObject := data.(map[string]any); !isObject && data != nil {
			return nil, fmt.Errorf("%s: %w", c.Address, &shapeError{"the object", kindOf(data), "an object"})
		}
		h, err := c.kind.read(value{"", data, unknown, sensitive})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Address, err)
		}
		return h, nil
	}
	if c.after, err = read(v.After, v.AfterUnknown, v.AfterSensitive); err != nil {
		return err
	}
	if c.does("no-op") {
		c.before = c.after // Terraform writes the same twice
		return nil
	}
	c.before, err = read(v.Before, nil, v.BeforeSensitive)
	return err
}

// does reports whether an action is among those of the change.
func (c *change) does(action string) bool { return slices.Contains(c.Actions, action) }

// forgets reports whether Terraform forgets the object, which then stays as it is.
func (c *change) forgets() bool { return c.does("forget") }

// withoutIndices returns the address of a module, with a dot behind it, without the keys of its instances.
func withoutIndices(address string) string {
	var b strings.Builder
	quoted, escaped, depth := false, false, 0
	for _, r := range address {
		switch {
		case quoted:
			quoted = r != '"' || escaped
			escaped = r == '\\' && !escaped
		case r == '"':
			quoted = true
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	if b.Len() > 0 {
		b.WriteByte('.')
	}
	return b.String()
}

// part is what a change does to one role.
type part struct {
	change *change
	// before and after are what the change gives this role. They are nil if it gives the role nothing then.
	before, after *holding
	forgotten     bool
}

// parts divides a change by role. A change of the name has a part for each name.
func (c *change) parts() []part {
	switch {
	case c.forgets():
		all := []part{{c, c.before, c.before, true}}
		if c.after != nil {
			all = append(all, part{c, nil, c.after, false})
		}
		return all
	case c.before != nil && c.after != nil && c.before.identity() != c.after.identity():
		return []part{{c, c.before, nil, false}, {c, nil, c.after, false}}
	}
	return []part{{c, c.before, c.after, false}}
}

// identity tells roles apart. A role whose name is unknown is like no other.
func (h *holding) identity() string {
	if h.roleUnknown {
		return "?"
	}
	return "=" + h.role
}

// leaveOpen makes everything unknown that a deferred change does.
func (c *change) leaveOpen(reason string) {
	c.Deferred = reason
	if c.after == nil {
		return
	}
	for key := range c.after.capabilities {
		c.after.unknown[key] = true
	}
	for space := range c.after.privileges {
		c.after.subjectUnknown(space, subjects()...)
	}
	if len(c.after.unknown) == 0 {
		c.after.subjectUnknown(roles.AllSpaces, subjects()...)
	}
}
