package cases

import (
	"strconv"
	"strings"
)

// Solution is one of the three places in Kibana that have cases of their own.
// Cases of one solution are invisible in the others.
type Solution string

// The solutions, in the order in which they are shown.
const (
	Security      Solution = "security"
	Observability Solution = "observability"
	Stack         Solution = "stack"
)

// Solutions returns all solutions in the order in which they are shown.
func Solutions() []Solution { return []Solution{Security, Observability, Stack} }

// ConnectorsFeature is the id of Kibana's "Actions and Connectors" feature.
const ConnectorsFeature = "actions"

// Title is the solution's name in Kibana's role editor.
func (s Solution) Title() string {
	switch s {
	case Security:
		return "Security"
	case Observability:
		return "Observability"
	case Stack:
		return "Stack Management"
	}
	return string(s)
}

// firstFeature is the id of the first generation of the solution's cases
// feature; later generations append V2, V3 and so on.
func (s Solution) firstFeature() string {
	switch s {
	case Security:
		return "securitySolutionCases"
	case Observability:
		return "observabilityCases"
	case Stack:
		return "generalCases"
	}
	return ""
}

// SolutionOf returns the solution whose cases a feature id governs, in whatever
// generation, known or not yet; ok is false for any other feature.
func SolutionOf(feature string) (s Solution, ok bool) {
	s, _, ok = parseFeature(feature)
	return s, ok
}

// parseFeature splits a cases feature id into its solution and the number of
// its generation.
func parseFeature(id string) (s Solution, number int, ok bool) {
	for _, s := range Solutions() {
		suffix, found := strings.CutPrefix(id, s.firstFeature())
		if !found {
			continue
		}
		if suffix == "" {
			return s, 1, true
		}
		digits, found := strings.CutPrefix(suffix, "V")
		if n, err := strconv.Atoi(digits); found && err == nil && n >= 2 && digits == strconv.Itoa(n) {
			return s, n, true
		}
	}
	return "", 0, false
}

// featureID is the id of a generation of the solution's cases feature.
func (s Solution) featureID(number int) string {
	if number == 1 {
		return s.firstFeature()
	}
	return s.firstFeature() + "V" + strconv.Itoa(number)
}
