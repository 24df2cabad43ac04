package roles

import "slices"

// EqualIDs reports whether both lists hold the same ids, in any order and with
// any duplicates.
func EqualIDs(a, b []string) bool {
	return slices.Equal(CanonicalIDs(a), CanonicalIDs(b))
}

// CanonicalIDs returns the ids sorted and without duplicates: nil if there are
// none.
func CanonicalIDs(ids []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}

// UnionIDs returns the ids of both lists without duplicates, in order of first
// appearance.
func UnionIDs(a, b []string) []string {
	union := make([]string, 0, len(a)+len(b))
	for _, id := range slices.Concat(a, b) {
		if !slices.Contains(union, id) {
			union = append(union, id)
		}
	}
	return union
}

// HasIDs reports whether any feature has a privilege id.
func HasIDs(features map[string][]string) bool {
	for _, ids := range features {
		if len(ids) > 0 {
			return true
		}
	}
	return false
}

// IsSpaceID reports whether text follows Kibana's grammar of space ids:
// lower-case letters, digits, "_" and "-".
func IsSpaceID(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return text != ""
}
