package review

import (
	"encoding/json"
	"fmt"
	"io"
)

// stream walks JSON as it arrives. Values that nobody asks for are never held in memory.
type stream struct{ *json.Decoder }

func newStream(r io.Reader) stream {
	d := json.NewDecoder(r)
	d.UseNumber()
	return stream{d}
}

// object calls field for each key of the object that comes next. Field must consume the value. Null has no keys.
func (s stream) object(path string, field func(name string) error) error {
	return s.container(path, '{', func() error {
		token, err := s.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string) // the decoder accepts no other key
		return field(name)
	})
}

// array calls element for each element of the list that comes next. Element must consume it. Null has no elements.
func (s stream) array(path string, element func() error) error {
	return s.container(path, '[', element)
}

func (s stream) container(path string, opening json.Delim, each func() error) error {
	token, err := s.Token()
	if err != nil || token == nil {
		return err
	}
	if token != opening {
		return &shapeError{path, kindOf(token), map[json.Delim]string{'{': "an object", '[': "a list"}[opening]}
	}
	for s.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err = s.Token()
	return err
}

// skip consumes the next value without keeping it.
func (s stream) skip() error {
	for depth := 0; ; {
		token, err := s.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// shapeError says that a value of the plan has another type than Terraform writes. It never shows the value, which may be
// secret.
type shapeError struct{ path, is, want string }

func (e *shapeError) Error() string { return fmt.Sprintf("%s is %s, not %s", e.path, e.is, e.want) }

// kindOf names the type of a JSON value or token.
func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "true or false"
	case string:
		return "a text"
	case json.Number:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	if value == json.Delim('[') {
		return "a list"
	}
	return "an object"
}
