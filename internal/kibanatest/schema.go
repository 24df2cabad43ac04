package kibanatest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// schema checks one JSON value, returning it coerced and with defaults, or the
// first thing that is wrong with it. Kibana validates its routes this way.
type schema interface {
	check(at path, value any) (any, *failure)
}

// path is where in a request a value stands; the first element is the part,
// such as "request body".
type path []string

func (p path) to(step string) path {
	return append(slices.Clip(p), step)
}

// String is the path as messages name it: "request body.kibana.0".
func (p path) String() string {
	if len(p) == 1 {
		return p[0]
	}
	return p[0] + "." + strings.Join(p[1:], ".")
}

// failure is a value that its schema refuses.
type failure struct {
	at     path
	reason string
}

// Error is the message that Kibana answers with.
func (f *failure) Error() string { return fmt.Sprintf("[%s]: %s", f.at, f.reason) }

func fail(at path, format string, args ...any) *failure {
	return &failure{at, fmt.Sprintf(format, args...)}
}

// missing is the value of a key that is not there.
type missing struct{}

// typeName names the type of a value in Kibana's words.
func typeName(value any) string {
	switch value.(type) {
	case missing:
		return "undefined"
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "Array"
	default:
		return "Object"
	}
}

// stringSchema takes a string; pattern may add a reason to refuse it.
type stringSchema struct {
	min, max int
	pattern  func(string) string
}

func (s stringSchema) check(at path, value any) (any, *failure) {
	text, ok := value.(string)
	if !ok {
		return nil, fail(at, "expected value of type [string] but got [%s]", typeName(value))
	}
	length := len(utf16.Encode([]rune(text)))
	if length < s.min {
		return nil, fail(at, "value has length [%d] but it must have a minimum length of [%d].", length, s.min)
	}
	if s.max > 0 && length > s.max {
		return nil, fail(at, "value has length [%d] but it must have a maximum length of [%d].", length, s.max)
	}
	if s.pattern != nil {
		if reason := s.pattern(text); reason != "" {
			return nil, fail(at, "%s", reason)
		}
	}
	return text, nil
}

// literalSchema takes one string only.
type literalSchema string

func (s literalSchema) check(at path, value any) (any, *failure) {
	if value != string(s) {
		return nil, fail(at, "expected value to equal [%s]", string(s))
	}
	return value, nil
}

// booleanSchema takes a boolean, or a string that spells one.
type booleanSchema struct{}

func (booleanSchema) check(at path, value any) (any, *failure) {
	switch v := value.(type) {
	case bool:
		return v, nil
	case string:
		switch strings.ToLower(v) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	}
	return nil, fail(at, "expected value of type [boolean] but got [%s]", typeName(value))
}

// anySchema takes every value.
type anySchema struct{}

func (anySchema) check(_ path, value any) (any, *failure) { return value, nil }

// unionSchema takes what one of its alternatives takes.
type unionSchema []schema

func (s unionSchema) check(at path, value any) (any, *failure) {
	reasons := []string{"types that failed validation:"}
	for i, alternative := range s {
		checked, bad := alternative.check(at.to(strconv.Itoa(i)), value)
		if bad == nil {
			return checked, nil
		}
		reasons = append(reasons, "- "+bad.Error())
	}
	return nil, fail(at, "%s", strings.Join(reasons, "\n"))
}

// parsed returns a value, or what a string holds as JSON where an array or an
// object is expected.
func parsed(value any) any {
	if text, ok := value.(string); ok {
		if v, err := parseJSON([]byte(text)); err == nil {
			return v
		}
	}
	return value
}
