package cases

import (
	"fmt"
	"slices"
	"strings"
)

// maxPatternStates bounds the work that one comparison of patterns may take.
const maxPatternStates = 10_000

// within reports whether every field that a pattern matches is matched by a
// granted pattern too, as Elasticsearch demands of exceptions. What this
// comparison does not read (regular expressions, escapes, patterns that are
// too intricate) is trusted: Elasticsearch has the last word.
func isCovered(pattern string, granted []string) bool {
	if slices.Contains(granted, pattern) || slices.Contains(granted, "*") ||
		slices.ContainsFunc(append([]string{pattern}, granted...), hasRegexpOrEscape) {
		return true
	}
	alphabet := []rune{0} // a character that no pattern names
	for _, r := range pattern + strings.Join(granted, "") {
		if r != '*' && r != '?' && !slices.Contains(alphabet, r) {
			alphabet = append(alphabet, r)
		}
	}
	// A state says how far the pattern, and each granted one, can have come. A
	// field that only the pattern matches ends in a state that shows it.
	first := []wildcardState{newWildcardState(pattern)}
	for _, g := range granted {
		first = append(first, newWildcardState(g))
	}
	seen, queue := map[string]bool{}, [][]wildcardState{first}
	for len(queue) > 0 && len(seen) < maxPatternStates {
		state := queue[0]
		queue = queue[1:]
		if state[0].done() && !slices.ContainsFunc(state[1:], wildcardState.done) {
			return false
		}
		for _, r := range alphabet {
			next := readWithAll(state, r)
			if key := fmt.Sprint(next); len(next[0].at) > 0 && !seen[key] {
				seen[key] = true
				queue = append(queue, next)
			}
		}
	}
	return true
}

// readAll reads a character with every pattern. The granted ones that it takes
// out of the race are left behind.
func readWithAll(state []wildcardState, r rune) []wildcardState {
	next := []wildcardState{state[0].read(r)}
	for _, p := range state[1:] {
		if p = p.read(r); len(p.at) > 0 {
			next = append(next, p)
		}
	}
	return next
}

func hasRegexpOrEscape(pattern string) bool {
	return strings.HasPrefix(pattern, "/") || strings.Contains(pattern, `\`)
}

// progress is how far a wildcard pattern has come with a field's characters.
type wildcardState struct {
	pattern []rune
	at      []int // positions of the pattern that may be next
}

func newWildcardState(pattern string) wildcardState {
	p := wildcardState{pattern: []rune(pattern)}
	p.reach(0)
	return p
}

// reach adds a position, and those behind wildcards that match nothing.
func (p *wildcardState) reach(i int) {
	if !slices.Contains(p.at, i) {
		p.at = append(p.at, i)
	}
	if i < len(p.pattern) && p.pattern[i] == '*' {
		p.reach(i + 1)
	}
}

func (p wildcardState) read(r rune) wildcardState {
	next := wildcardState{pattern: p.pattern}
	for _, i := range p.at {
		if i == len(p.pattern) {
			continue
		}
		switch p.pattern[i] {
		case '*':
			next.reach(i)
		case '?', r:
			next.reach(i + 1)
		}
	}
	slices.Sort(next.at)
	return next
}

func (p wildcardState) done() bool { return slices.Contains(p.at, len(p.pattern)) }
