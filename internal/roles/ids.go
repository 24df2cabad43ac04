package roles

import "slices"

func EqualIDs(a, b []string) bool {
	return slices.Equal(CanonicalIDs(a), CanonicalIDs(b))
}

// canonicalIDs sorts ids and drops duplicates; none at all is nil.
func CanonicalIDs(ids []string) []string {
	if len(ids) == 0 {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}

// union returns the ids of both lists without duplicates, in order of first
// appearance. It never changes its arguments.
func UnionIDs(a, b []string) []string {
	all := make([]string, 0, len(a)+len(b))
	for _, id := range slices.Concat(a, b) {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// grantsAny reports whether any feature is granted with a privilege.
func AnyIDs(features map[string][]string) bool {
	for _, ids := range features {
		if len(ids) > 0 {
			return true
		}
	}
	return false
}
