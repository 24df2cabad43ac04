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
	// Summary is the same for every finding of its kind; Detail is specific.
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
func oneOf[T ~string](words []T) string {
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		quoted = append(quoted, fmt.Sprintf("%q", w))
	}
	return strings.Join(quoted, ", ")
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
