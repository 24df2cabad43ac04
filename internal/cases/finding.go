package cases

import (
	"fmt"
	"strings"

	"github.com/agext/levenshtein"
)

// Finding is an error or a warning about a configuration.
type Finding struct {
	Warning bool // false for an error
	Path    Path
	// Summary states the problem in one line. Detail explains it and tells the user
	// what to write instead. Terraform shows only the first of several warnings with
	// equal summaries, so the summary must name what distinguishes them.
	Summary, Detail string
}

// Path is the path to an attribute of a configuration. Its steps have the types
// [Attribute], [Key] and [Index].
type Path []any

type (
	// Attribute is the name of an attribute or a block.
	Attribute string
	// Key is a map key.
	Key string
	// Index is a position in a list, starting at 0.
	Index int
)

// at returns a copy of the path with more steps.
func (p Path) at(steps ...any) Path {
	return append(append(Path{}, p...), steps...)
}

// findings collects the results of rules.
type findings []Finding

func (f *findings) errorf(p Path, summary, detail string, args ...any) {
	*f = append(*f, Finding{Path: p, Summary: summary, Detail: fmt.Sprintf(detail, args...)})
}

func (f *findings) warnf(p Path, summary, detail string, args ...any) {
	*f = append(*f, Finding{Warning: true, Path: p, Summary: summary, Detail: fmt.Sprintf(detail, args...)})
}

// oneOf lists the allowed values for a message, quoted.
func oneOf[T ~string](values []T) string { return strings.Join(quoteAll(values), ", ") }

func quoteAll[T ~string](values []T) []string {
	quoted := make([]string, 0, len(values))
	for _, value := range values {
		quoted = append(quoted, fmt.Sprintf("%q", value))
	}
	return quoted
}

// firstFew lists the first three values and counts the others, for a summary.
func firstFew[T ~string](values []T) string {
	const few = 3
	first := make([]string, 0, few)
	for _, value := range values[:min(few, len(values))] {
		first = append(first, string(value))
	}
	text := strings.Join(first, ", ")
	if more := len(values) - len(first); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// SuggestNearest returns a sentence that suggests the allowed value nearest to a
// wrong one, with a space before it. It returns "" if none is near.
func SuggestNearest[T ~string](wrong string, allowed []T) string {
	return didYouMean(nearest(wrong, allowed))
}

// didYouMean returns a sentence that suggests a value, with a space before it. It
// returns "" for "".
func didYouMean(value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", value)
}

// nearest returns the allowed value with the smallest edit distance to a wrong
// one, ignoring case. It returns "" if none is near.
func nearest[T ~string](wrong string, allowed []T) string {
	best, distance := "", max(2, len(wrong)/3+1)
	for _, value := range allowed {
		if d := levenshtein.Distance(strings.ToLower(wrong), strings.ToLower(string(value)), nil); d < distance {
			best, distance = string(value), d
		}
	}
	return best
}
