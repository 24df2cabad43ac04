package roles

import (
	"bytes"
	"encoding/json"
	"strings"
)

// CanonicalJSON rewrites JSON text in compact form with sorted keys. It returns
// text that is not one JSON value unchanged.
func CanonicalJSON(text string) string {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber() // large numbers keep their digits
	var value any
	if !json.Valid([]byte(text)) || decoder.Decode(&value) != nil {
		return text
	}
	return encodeJSON(value)
}

// encodeJSON encodes a value as compact JSON. Map keys are sorted. Encoding
// cannot fail, because the values were decoded from JSON.
func encodeJSON(value any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return ""
	}
	return strings.TrimSuffix(text.String(), "\n")
}
