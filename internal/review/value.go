package review

import (
	"maps"
	"slices"
)

// value is a value of a resource, with what the plan says about it: which parts are known only after apply, and which
// are sensitive. Both have the form of the value, with true in place of what they apply to.
type value struct {
	path                     string
	data, unknown, sensitive any
}

// attr returns an attribute of an object, or the value of a map's key.
func (v value) attr(name string) value {
	inside := func(mark any) any {
		if mark == true {
			return true
		}
		return object(mark)[name]
	}
	path := name
	if v.path != "" {
		path = v.path + "." + name
	}
	return value{path, object(v.data)[name], inside(v.unknown), inside(v.sensitive)}
}

func object(data any) map[string]any {
	fields, _ := data.(map[string]any)
	return fields
}

// isUnknown reports whether all of the value is known only after apply.
func (v value) isUnknown() bool { return v.unknown == true }

// hasUnknown reports whether any part of the value is known only after apply.
func (v value) hasUnknown() bool { return marked(v.unknown) }

// hasSensitive reports whether any part of the value is sensitive.
func (v value) hasSensitive() bool { return marked(v.sensitive) }

func (v value) isNull() bool { return v.data == nil }

func marked(mark any) bool {
	switch mark := mark.(type) {
	case bool:
		return mark
	case []any:
		return slices.ContainsFunc(mark, marked)
	case map[string]any:
		for _, inside := range mark {
			if marked(inside) {
				return true
			}
		}
	}
	return false
}

// text returns a text; "" if it is null or unknown.
func (v value) text() (string, error) {
	text, ok := v.data.(string)
	if !ok && v.data != nil {
		return "", &shapeError{v.path, kindOf(v.data), "a text"}
	}
	return text, nil
}

// flag returns true or false; false if it is null or unknown.
func (v value) flag() (bool, error) {
	flag, ok := v.data.(bool)
	if !ok && v.data != nil {
		return false, &shapeError{v.path, kindOf(v.data), "true or false"}
	}
	return flag, nil
}

// keys returns the keys of a map, sorted, those of unknown values included.
func (v value) keys() ([]string, error) {
	data, ok := v.data.(map[string]any)
	if !ok && v.data != nil {
		return nil, &shapeError{v.path, kindOf(v.data), "an object"}
	}
	all := maps.Clone(data)
	if all == nil {
		all = map[string]any{}
	}
	maps.Copy(all, object(v.unknown))
	return slices.Sorted(maps.Keys(all)), nil
}

// elements returns the elements of a list or set. Unknown ones have no data.
func (v value) elements() ([]value, error) {
	data, ok := v.data.([]any)
	if !ok && v.data != nil {
		return nil, &shapeError{v.path, kindOf(v.data), "a list"}
	}
	unknown, _ := v.unknown.([]any)
	sensitive, _ := v.sensitive.([]any)
	all := make([]value, max(len(data), len(unknown)))
	for i := range all {
		all[i] = value{v.path, at(data, i), at(unknown, i), at(sensitive, i)}
		if v.sensitive == true {
			all[i].sensitive = true
		}
	}
	return all, nil
}

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

// texts returns the known texts of a list or set of texts.
func (v value) texts() ([]string, error) {
	elements, err := v.elements()
	var texts []string
	for _, e := range elements {
		text, textErr := e.text()
		switch {
		case textErr != nil:
			return nil, textErr
		case e.isNull() && !e.isUnknown():
			return nil, &shapeError{v.path, "a list with null", "a list of texts"}
		case !e.isNull():
			texts = append(texts, text)
		}
	}
	return texts, err
}

// block returns the object of a block that occurs at most once. Schemas write it as an object or null, or as a list.
func (v value) block() (value, error) {
	if _, isList := v.data.([]any); !isList {
		if _, err := v.keys(); err != nil {
			return value{}, err
		}
		return v, nil
	}
	elements, err := v.elements()
	if err != nil || len(elements) == 0 {
		return value{path: v.path, unknown: v.unknown == true}, err
	}
	return elements[0], nil
}
