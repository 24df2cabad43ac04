package roles

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// EqualMetadata reports whether Kibana stores the same for both metadata
// objects. Absent metadata equals an empty object.
func EqualMetadata(a, b json.RawMessage) bool { return canonicalMetadata(a) == canonicalMetadata(b) }

// canonicalMetadata rewrites metadata as Kibana stores it. It returns "" for
// absent and for empty metadata.
func canonicalMetadata(metadata json.RawMessage) string {
	decoder := json.NewDecoder(bytes.NewReader(metadata))
	decoder.UseNumber()
	var value map[string]any
	if decoder.Decode(&value) != nil || len(value) == 0 {
		return ""
	}
	return encodeJSON(withJavaScriptNumbers(value))
}

// withJavaScriptNumbers rewrites the numbers in a value as Kibana does: to
// 64-bit floats, and -0 to 0. A number that is too large for a float stays as it
// is, so that it equals only itself.
func withJavaScriptNumbers(value any) any {
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
			value[i] = withJavaScriptNumbers(value[i])
		}
	case map[string]any:
		for key := range value {
			value[key] = withJavaScriptNumbers(value[key])
		}
	}
	return value
}
