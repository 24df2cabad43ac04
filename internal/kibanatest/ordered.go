package kibanatest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
)

// object is a JSON object with the order of keys that JavaScript has. Kibana reports
// the first error in this order, and stores privileges in this order.
type object struct {
	keys   []string
	values map[string]any
}

func newObject() *object { return &object{values: make(map[string]any)} }

// MarshalJSON writes the keys in order.
func (o *object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, key := range o.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := encodeJSON(key)
		if err != nil {
			return nil, err
		}
		value, err := encodeJSON(o.values[key])
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (o *object) set(key string, value any) {
	if _, exists := o.values[key]; !exists {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

// encodeJSON encodes a value as JavaScript does: without Go's escapes for HTML.
func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// parseJSON decodes one JSON document. The values have the types nil, bool, float64,
// string, []any and *object. Numbers are floats, as in JavaScript: large integers lose
// digits.
func parseJSON(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	value, err := parseValue(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return value, nil
}

func parseValue(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for dec.More() {
			item, err := parseValue(dec)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := dec.Token()
		return list, err
	case json.Delim('{'):
		o := newObject()
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			value, err := parseValue(dec)
			if err != nil {
				return nil, err
			}
			o.set(key.(string), value)
		}
		_, err := dec.Token()
		slices.SortStableFunc(o.keys, compareKeys)
		return o, err
	}
	if number, ok := token.(json.Number); ok {
		return parseNumber(number), nil
	}
	return token, nil
}

// parseNumber returns a number as JavaScript writes it: a number that is too large for
// a float is null, and -0 is 0.
func parseNumber(number json.Number) any {
	float, err := number.Float64()
	switch {
	case err != nil:
		return nil
	case float == 0:
		return 0.0
	}
	return float
}

// compareKeys orders the keys of an object as JavaScript does: first the integers, from
// small to large, and then all others as they are.
func compareKeys(a, b string) int {
	i, isIndex := arrayIndex(a)
	j, isOtherIndex := arrayIndex(b)
	switch {
	case isIndex && isOtherIndex:
		return cmp.Compare(i, j)
	case isIndex:
		return -1
	case isOtherIndex:
		return 1
	}
	return 0
}

// arrayIndex returns the integer that the key is.
func arrayIndex(key string) (uint64, bool) {
	i, err := strconv.ParseUint(key, 10, 32)
	return i, err == nil && strconv.FormatUint(i, 10) == key && i < math.MaxUint32
}

// hasKey reports whether an object inside the value has the key.
func hasKey(value any, key string) bool {
	switch value := value.(type) {
	case []any:
		return slices.ContainsFunc(value, func(item any) bool { return hasKey(item, key) })
	case *object:
		for name, item := range value.values {
			if name == key || hasKey(item, key) {
				return true
			}
		}
	}
	return false
}
