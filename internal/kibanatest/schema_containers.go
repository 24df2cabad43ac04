package kibanatest

import (
	"fmt"
	"slices"
	"strconv"
)

// arraySchema accepts a list. It checks the items first, then the number of items,
// and then rule.
type arraySchema struct {
	item     schema
	min, max int                                 // a max of 0 means no limit
	rule     func(at path, items []any) *failure // may be nil
}

func (s arraySchema) check(at path, value any) (any, *failure) {
	value, bad := parsed(at, "array", value)
	if bad != nil {
		return nil, bad
	}
	items, ok := value.([]any)
	if !ok {
		return nil, fail(at, "expected value of type [array] but got [%s]", typeName(value))
	}
	out := make([]any, 0, len(items))
	for i, item := range items {
		checked, bad := s.item.check(at.to(strconv.Itoa(i)), item)
		if bad != nil {
			return nil, bad
		}
		out = append(out, checked)
	}
	if len(out) < s.min {
		return nil, fail(at, "array size is [%d], but cannot be smaller than [%d]", len(out), s.min)
	}
	if s.max > 0 && len(out) > s.max {
		return nil, fail(at, "array size is [%d], but cannot be greater than [%d]", len(out), s.max)
	}
	if s.rule != nil {
		if bad := s.rule(at, out); bad != nil {
			return nil, bad
		}
	}
	return out, nil
}

// recordSchema accepts an object with any keys that the schema key accepts.
type recordSchema struct {
	key   schema
	value schema
}

func (s recordSchema) check(at path, value any) (any, *failure) {
	value, bad := parsed(at, "record", value)
	if bad != nil {
		return nil, bad
	}
	o, ok := value.(*object)
	if !ok {
		return nil, fail(at, "expected value of type [object] but got [%s]", typeName(value))
	}
	out := newObject()
	for _, key := range o.keys {
		// Kibana checks a key outside of its object: the paths in the reason begin at the key.
		if _, bad := s.key.check(at[:1], key); bad != nil {
			return nil, &failure{at.to(fmt.Sprintf("key(%q)", key)), bad.reason}
		}
		checked, bad := s.value.check(at.to(key), o.values[key])
		if bad != nil {
			return nil, bad
		}
		out.set(key, checked)
	}
	return out, nil
}

// field is a key of an objectSchema.
type field struct {
	name     string
	schema   schema
	required bool
	// byDefault is the value of an absent key; nil if it has none.
	byDefault any
	// dependent, where set, returns the schema. It depends on the fields before this
	// one, which are validated.
	dependent func(before *object) schema
}

// objectSchema accepts an object with the keys in fields. It checks the fields in
// their order, then looks for unexpected keys, and then checks rule.
type objectSchema struct {
	fields []field
	rule   func(at path, o *object) *failure // may be nil
	// unexpected returns the message for a key that is not in fields.
	unexpected func(key string) string
}

func (s objectSchema) check(at path, value any) (any, *failure) {
	value, bad := parsed(at, "object", value)
	if bad != nil {
		return nil, bad
	}
	o, ok := value.(*object)
	if !ok {
		return nil, fail(at, "expected a plain object value, but found [%s] instead.", typeName(value))
	}
	out := newObject()
	for _, f := range s.fields {
		given, present := o.values[f.name]
		switch {
		case present:
		case f.byDefault != nil:
			given = f.byDefault
		case f.required:
			given = missing{}
		default:
			continue
		}
		schema := f.schema
		if f.dependent != nil {
			schema = f.dependent(out)
		}
		checked, bad := schema.check(at.to(f.name), given)
		if bad != nil {
			return nil, bad
		}
		out.set(f.name, checked)
	}
	for _, key := range o.keys {
		if !slices.ContainsFunc(s.fields, func(f field) bool { return f.name == key }) {
			return nil, fail(at.to(key), "%s", s.unexpected(key))
		}
	}
	if s.rule != nil {
		if bad := s.rule(at, out); bad != nil {
			return nil, bad
		}
	}
	return out, nil
}
