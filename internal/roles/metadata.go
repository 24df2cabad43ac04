package roles

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// SameMetadata reports whether two metadata objects are equal to Kibana; nothing
// and an empty object are.
func EqualMetadata(a, b json.RawMessage) bool { return canonicalMetadata(a) == canonicalMetadata(b) }

// canonicalMetadata rewrites metadata the way Kibana does, which reads numbers
// as JavaScript numbers.
func canonicalMetadata(metadata json.RawMessage) string {
	decoder := json.NewDecoder(bytes.NewReader(metadata))
	decoder.UseNumber()
	var value map[string]any
	if decoder.Decode(&value) != nil || len(value) == 0 {
		return ""
	}
	return canonicalJSON(asJavaScript(value))
}

// asJavaScript rewrites the numbers in a value as Kibana does: zero has no sign.
// A number that no float holds stays as it is, so that it is not equal to
// another.
func asJavaScript(value any) any {
	switch value := value.(type) {
	case json.Number:
		switch float, err := strconv.ParseFloat(value.String(), 64); {
		case err != nil:
			return value
		case float == 0:
			return 0
		default:
			return float
		}
	case []any:
		for i := range value {
			value[i] = asJavaScript(value[i])
		}
	case map[string]any:
		for key := range value {
			value[key] = asJavaScript(value[key])
		}
	}
	return value
}
