package cases

import (
	"fmt"
	"slices"
	"strings"
)

// maxPatternStates limits the number of states that one comparison of patterns
// explores.
const maxPatternStates = 10_000

// isCovered reports whether every field name that a pattern matches also matches
// one of the granted patterns. Elasticsearch requires this of exceptions in field
// security. isCovered reports true for patterns that it cannot compare (regular
// expressions, escapes, too many states); Elasticsearch checks them again.
//
// It searches for a field name that pattern matches and no granted pattern does.
// The search reads the name one character at a time with all patterns.
func isCovered(pattern string, granted []string) bool {
	if slices.Contains(granted, pattern) || slices.Contains(granted, "*") ||
		slices.ContainsFunc(append([]string{pattern}, granted...), hasRegexpOrEscape) {
		return true
	}
	alphabet := []rune{0} // stands for each character that is in no pattern
	for _, r := range pattern + strings.Join(granted, "") {
		if r != '*' && r != '?' && !slices.Contains(alphabet, r) {
			alphabet = append(alphabet, r)
		}
	}
	// A state holds pattern at index 0, then the granted patterns.
	first := []wildcardState{newWildcardState(pattern)}
	for _, g := range granted {
		first = append(first, newWildcardState(g))
	}
	seen, queue := map[string]bool{}, [][]wildcardState{first}
	for len(queue) > 0 && len(seen) < maxPatternStates {
		state := queue[0]
		queue = queue[1:]
		if state[0].matches() && !slices.ContainsFunc(state[1:], wildcardState.matches) {
			return false
		}
		for _, r := range alphabet {
			next := readWithAll(state, r)
			if key := fmt.Sprint(next); len(next[0].positions) > 0 && !seen[key] {
				seen[key] = true
				queue = append(queue, next)
			}
		}
	}
	return true
}

// readWithAll reads a character with every pattern. It drops granted patterns that
// can no longer match.
func readWithAll(state []wildcardState, r rune) []wildcardState {
	next := []wildcardState{state[0].read(r)}
	for _, granted := range state[1:] {
		if granted = granted.read(r); len(granted.positions) > 0 {
			next = append(next, granted)
		}
	}
	return next
}

func hasRegexpOrEscape(pattern string) bool {
	return strings.HasPrefix(pattern, "/") || strings.Contains(pattern, `\`)
}

// wildcardState is the state of a wildcard pattern that has read some characters.
type wildcardState struct {
	pattern   []rune
	positions []int // possible positions in the pattern, sorted
}

func newWildcardState(pattern string) wildcardState {
	state := wildcardState{pattern: []rune(pattern)}
	state.addPosition(0)
	return state
}

// addPosition adds a position, and the positions after each "*" that matches
// nothing.
func (s *wildcardState) addPosition(i int) {
	if !slices.Contains(s.positions, i) {
		s.positions = append(s.positions, i)
	}
	if i < len(s.pattern) && s.pattern[i] == '*' {
		s.addPosition(i + 1)
	}
}

// read returns the state after one more character.
func (s wildcardState) read(r rune) wildcardState {
	next := wildcardState{pattern: s.pattern}
	for _, i := range s.positions {
		if i == len(s.pattern) {
			continue
		}
		switch s.pattern[i] {
		case '*':
			next.addPosition(i)
		case '?', r:
			next.addPosition(i + 1)
		}
	}
	slices.Sort(next.positions)
	return next
}

// matches reports whether the pattern matches the characters read.
func (s wildcardState) matches() bool { return slices.Contains(s.positions, len(s.pattern)) }
