package cases

import (
	"fmt"
	"strings"

	"github.com/agext/levenshtein"
)

// Finding is something wrong, or worth a warning, in a configuration: where,
// what, and what to write instead.
type Finding struct {
	Warning bool
	Path    Path
	// Summary says what is wrong in a line, and Detail the rest. Terraform shows
	// the first of several warnings with one summary: what must not hide behind
	// another warning stands in the summary.
	Summary, Detail string
}

// Path leads to a place in a configuration; its steps are of type [Attribute],
// [Key] and [Index].
type Path []any

type (
	// Attribute names an attribute or a block.
	Attribute string
	// Key is a key of a map.
	Key string
	// Index is a position in a list.
	Index int
)

// at returns the path with further steps; it never shares memory with p.
func (p Path) at(steps ...any) Path {
	return append(append(Path{}, p...), steps...)
}

// findings collects what rules find.
type findings []Finding

func (f *findings) errorf(p Path, summary, detail string, args ...any) {
	*f = append(*f, Finding{Path: p, Summary: summary, Detail: fmt.Sprintf(detail, args...)})
}

func (f *findings) warnf(p Path, summary, detail string, args ...any) {
	*f = append(*f, Finding{Warning: true, Path: p, Summary: summary, Detail: fmt.Sprintf(detail, args...)})
}

// oneOf lists the words that may be written, for a message.
func oneOf[T ~string](words []T) string { return strings.Join(quoted(words), ", ") }

func quoted[T ~string](words []T) []string {
	all := make([]string, 0, len(words))
	for _, w := range words {
		all = append(all, fmt.Sprintf("%q", w))
	}
	return all
}

// inShort lists the first of many words, for a summary.
func firstFew[T ~string](words []T) string {
	const enough = 3
	first := make([]string, 0, enough)
	for _, w := range words[:min(enough, len(words))] {
		first = append(first, string(w))
	}
	text := strings.Join(first, ", ")
	if more := len(words) - len(first); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// didYouMean suggests the nearest of the words that may be written, as a
// sentence with a space before it; empty where none is near.
func didYouMean[T ~string](word string, words []T) string { return didMean(nearest(word, words)) }

func didMean(word string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", word)
}

// nearest returns the nearest of the words that may be written, in whatever
// case; empty where none is near.
func nearest[T ~string](word string, words []T) string {
	best, distance := "", max(2, len(word)/3+1)
	for _, w := range words {
		if d := levenshtein.Distance(strings.ToLower(word), strings.ToLower(string(w)), nil); d < distance {
			best, distance = string(w), d
		}
	}
	return best
}
