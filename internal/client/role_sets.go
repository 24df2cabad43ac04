package client

import (
	"slices"
	"strings"
	"sync"
)

// roleSets keeps each distinct set of role names once. Thousands of people have some
// dozens of sets.
type roleSets struct {
	mu  sync.Mutex
	all map[string][]string
}

func newRoleSets() *roleSets { return &roleSets{all: map[string][]string{}} }

// intern returns the set with these names: sorted, without repetitions, and shared with
// everybody who has the same. Nobody may change it.
func (s *roleSets) intern(names []string) []string {
	slices.Sort(names)
	names = slices.Compact(names)
	key := strings.Join(names, "\x00")
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.all[key]; ok {
		return known
	}
	s.all[key] = names
	return names
}
