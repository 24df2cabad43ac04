package roles

import (
	"maps"
	"slices"
	"strings"
)

// IsSpacePattern reports whether Elasticsearch reads text as a pattern of space
// ids: it contains "*", "?" or a backslash.
func IsSpacePattern(text string) bool { return strings.ContainsAny(text, `*?\`) }

// SpaceMatches reports whether a role's entry for a space holds in the space with an id.
// Elasticsearch matches the resources of application privileges as patterns: "*" stands
// for any text, "?" for one character, and a backslash makes the next character literal.
// As an id, [AllSpaces] stands for every space at once.
//
// Elasticsearch also has regular expressions, but no space can be one: a regular
// expression begins with "/", and Kibana shows only resources that begin with "space:". It
// cannot decode a role with another resource. In the resource "space:/a|b/",
// Elasticsearch reads the slashes literally.
func SpaceMatches(space, id string) bool {
	if space == AllSpaces || space == id {
		return true
	}
	return id != AllSpaces && IsSpacePattern(space) && wildcardMatches([]rune(space), []rune(id))
}

// PatternsAfter returns the patterns of what may follow a prefix in a text that a pattern
// matches, without duplicates.
func PatternsAfter(pattern, prefix string) []string {
	type position struct{ inPattern, inPrefix int }
	p, text := []rune(pattern), []rune(prefix)
	var rests []string
	seen := map[position]bool{}
	var read func(at position)
	read = func(at position) {
		if seen[at] {
			return
		}
		seen[at] = true
		rest := p[at.inPattern:]
		switch {
		case at.inPrefix == len(text):
			rests = append(rests, string(rest))
		case len(rest) > 0 && rest[0] == '*':
			read(position{at.inPattern + 1, at.inPrefix})
			read(position{at.inPattern, at.inPrefix + 1})
		default:
			if width := matchOne(rest, text[at.inPrefix]); width > 0 {
				read(position{at.inPattern + width, at.inPrefix + 1})
			}
		}
	}
	read(position{})
	for i, rest := range rests {
		if after := strings.TrimLeft(rest, "*"); after != rest {
			rests[i] = "*" + after // "**" is "*"
		}
	}
	slices.Sort(rests)
	return slices.Compact(rests)
}

// wildcardMatches reports whether a pattern matches a text. After a mismatch it goes back
// to the last "*" only, which takes one more character: it needs at most
// len(pattern)·len(text) steps.
func wildcardMatches(pattern, text []rune) bool {
	p, t := 0, 0
	star, taken := -1, 0 // the last "*", and the end of the text that it stands for
	for t < len(text) {
		switch width := matchOne(pattern[p:], text[t]); {
		case p < len(pattern) && pattern[p] == '*':
			star, taken = p, t
			p++
		case width > 0:
			p += width
			t++
		case star >= 0:
			taken++
			p, t = star+1, taken
		default:
			return false
		}
	}
	return !slices.ContainsFunc(pattern[p:], func(r rune) bool { return r != '*' })
}

// matchOne returns how many characters of the pattern match one character: 0 if it does
// not match. A backslash at the end of the pattern is literal.
func matchOne(pattern []rune, r rune) int {
	switch {
	case len(pattern) == 0:
		return 0
	case pattern[0] == '\\' && len(pattern) > 1:
		if pattern[1] == r {
			return 2
		}
		return 0
	case pattern[0] == '?' || pattern[0] == r:
		return 1
	}
	return 0
}

// Patterns returns the spaces that are patterns, sorted. [AllSpaces] is not one of them.
func (p Privileges) Patterns() []string {
	var patterns []string
	for _, space := range slices.Sorted(maps.Keys(p)) {
		if space != AllSpaces && IsSpacePattern(space) {
			patterns = append(patterns, space)
		}
	}
	return patterns
}

// HoldsIn reports whether a role holds any privilege in a space: directly, through a
// pattern or through all spaces. For the empty space id it reports true.
func (p Privileges) HoldsIn(space string) bool {
	if space == "" {
		return true
	}
	if _, direct := p[space]; direct {
		return true
	}
	for entry := range p {
		if SpaceMatches(entry, space) {
			return true
		}
	}
	return false
}
