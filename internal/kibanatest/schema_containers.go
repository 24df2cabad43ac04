package kibanatest

import (
	"fmt"
	"slices"
	"strconv"
)

// arraySchema takes a list. The items are checked before its size, and rule,
// which sees the whole list, comes last.
type arraySchema struct {
	item     schema
	min, max int
	rule     func(at path, items []any) *failure
}

func (s arraySchema) check(at path, value any) (any, *failure) {
	items, ok := parsed(value).([]any)
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

// recordSchema takes an object whose keys are data.
type recordSchema struct {
	key   schema
	value schema
}

func (s recordSchema) check(at path, value any) (any, *failure) {
	o, ok := parsed(value).(*object)
	if !ok {
		return nil, fail(at, "expected value of type [object] but got [%s]", typeName(value))
	}
	out := newObject()
	for _, key := range o.keys {
		if _, bad := s.key.check(at.to(fmt.Sprintf("key(%q)", key)), key); bad != nil {
			return nil, bad
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
	// dflt stands for a key that is absent; nil for none.
	dflt any
	// dependent makes the schema from the fields checked before this one.
	dependent func(sofar *object) schema
}

// objectSchema takes an object with known keys and refuses others. The keys are
// checked in the order of fields, then unknown ones, then rule.
type objectSchema struct {
	fields []field
	rule   func(at path, o *object) *failure
	// unknown words the refusal of a key.
	unknown func(key string) string
}

func (s objectSchema) check(at path, value any) (any, *failure) {
	o, ok := parsed(value).(*object)
	if !ok {
		return nil, fail(at, "expected a plain object value, but found [%s] instead.", typeName(value))
	}
	out := newObject()
	for _, f := range s.fields {
		given, present := o.values[f.name]
		switch {
		case present:
		case f.dflt != nil:
			given = f.dflt
		case f.required:
			given = missing{}
		default:
			continue
		}
		rule := f.schema
		if f.dependent != nil {
			rule = f.dependent(out)
		}
		checked, bad := rule.check(at.to(f.name), given)
		if bad != nil {
			return nil, bad
		}
		out.set(f.name, checked)
	}
	for _, key := range o.keys {
		if !slices.ContainsFunc(s.fields, func(f field) bool { return f.name == key }) {
			return nil, fail(at.to(key), "%s", s.unknown(key))
		}
	}
	if s.rule != nil {
		if bad := s.rule(at, out); bad != nil {
			return nil, bad
		}
	}
	return out, nil
}
