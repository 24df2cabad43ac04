package review

import "unique"

// intern returns one copy of equal texts. A plan repeats the same spaces, features and capabilities in every resource.
func intern(text string) string { return unique.Make(text).Value() }

func internAll(texts []string) []string {
	for i, text := range texts {
		texts[i] = intern(text)
	}
	return texts
}
