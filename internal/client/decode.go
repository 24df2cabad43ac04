package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
)

// decode reads an answer that must be one JSON value and nothing else. The
// problem, empty when there is none, describes the answer without quoting it.
func decode[T any](contentType string, answer []byte) (value T, problem string) {
	var none T
	answer = bytes.TrimSpace(answer)
	// A null decodes into anything, and a list would come out empty.
	if bytes.Equal(answer, []byte("null")) {
		return none, "a JSON null"
	}
	if err := json.Unmarshal(answer, &value); err != nil {
		return none, describe(contentType, answer, err)
	}
	return value, ""
}

// describe names what arrived instead of the JSON that was asked for.
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
