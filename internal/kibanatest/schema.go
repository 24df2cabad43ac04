package kibanatest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// schema validates one JSON value, as Kibana's routes do. It returns the value with
// conversions and defaults applied, or the first failure.
type schema interface {
	check(at path, value any) (any, *failure)
}

// path is the position of a value in a request. The first element is the part of the
// request, such as "request body".
type path []string

func (p path) to(step string) path {
	return append(slices.Clip(p), step)
}

// String returns the path in the form of Kibana's messages: "request body.kibana.0".
func (p path) String() string {
	if len(p) == 1 {
		return p[0]
	}
	return p[0] + "." + strings.Join(p[1:], ".")
}

// failure is the reason why a schema refuses a value.
type failure struct {
	at     path
	reason string
}

// Error returns the message of Kibana's answer.
func (f *failure) Error() string { return fmt.Sprintf("[%s]: %s", f.at, f.reason) }

func fail(at path, format string, args ...any) *failure {
	return &failure{at, fmt.Sprintf(format, args...)}
}

// missing is the value of an absent key.
type missing struct{}

// typeName returns the type of a value as Kibana's messages name it.
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

// stringSchema accepts a string.
type stringSchema struct {
	min, max int // of its length; a max of 0 means no limit
	// problem, where set, returns the reason to refuse a string; "" to accept it.
	problem func(string) string
}

func (s stringSchema) check(at path, value any) (any, *failure) {
	text, ok := value.(string)
	if !ok {
		return nil, fail(at, "expected value of type [string] but got [%s]", typeName(value))
	}
	length := utf16Length(text)
	if length < s.min {
		return nil, fail(at, "value has length [%d] but it must have a minimum length of [%d].", length, s.min)
	}
	if s.max > 0 && length > s.max {
		return nil, fail(at, "value has length [%d] but it must have a maximum length of [%d].", length, s.max)
	}
	if s.problem != nil {
		if reason := s.problem(text); reason != "" {
			return nil, fail(at, "%s", reason)
		}
	}
	return text, nil
}

// literalSchema accepts only the string itself.
type literalSchema string

func (s literalSchema) check(at path, value any) (any, *failure) {
	if value != string(s) {
		return nil, fail(at, "expected value to equal [%s]", string(s))
	}
	return value, nil
}

// booleanSchema accepts a boolean, or the string "true" or "false" in any case.
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

// anySchema accepts every value.
type anySchema struct{}

func (anySchema) check(_ path, value any) (any, *failure) { return value, nil }

// unionSchema accepts a value if one of its alternatives does.
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

// parsed decodes a string that holds JSON, and returns any other value as it is.
// Kibana accepts such a string in place of an array, object or record; kind is the
// word for it in the message.
func parsed(at path, kind string, value any) (any, *failure) {
	text, ok := value.(string)
	if !ok {
		return value, nil
	}
	decoded, err := parseJSON([]byte(text))
	if err != nil {
		return nil, fail(at, "could not parse %s value from json input", kind)
	}
	return decoded, nil
}

// utf16Length returns the length of a text as JavaScript and Java count it.
func utf16Length(text string) int { return len(utf16.Encode([]rune(text))) }
