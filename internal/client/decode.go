package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
)

// decode decodes an answer that must be exactly one JSON value. Problem describes
// an unusable answer without quoting it, and is empty for a usable one.
func decode[T any](contentType string, answer []byte) (value T, problem string) {
	var none T
	answer = bytes.TrimSpace(answer)
	// A null decodes into any type without an error.
	if bytes.Equal(answer, []byte("null")) {
		return none, "a JSON null"
	}
	if err := json.Unmarshal(answer, &value); err != nil {
		return none, describe(contentType, answer, err)
	}
	return value, ""
}

// describe says what arrived instead of the expected JSON.
func describe(contentType string, answer []byte, err error) string {
	syntax, isSyntax := errors.AsType[*json.SyntaxError](err)
	media, _, _ := mime.ParseMediaType(contentType)
	switch {
	case len(answer) == 0:
		return "an empty answer"
	case media == "text/html" || answer[0] == '<':
		return "an HTML page instead of JSON"
	case isSyntax:
		return fmt.Sprintf("malformed or truncated JSON (at byte %d)", syntax.Offset)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return "truncated JSON"
	case isA[*json.UnmarshalTypeError](err):
		return "JSON of another shape than expected"
	default:
		return "unusable JSON: " + err.Error()
	}
}
