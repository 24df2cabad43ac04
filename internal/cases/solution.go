package cases

import (
	"strconv"
	"strings"
)

// Solution is one of the three areas of Kibana that have cases. Cases of one
// solution are not visible in the others.
type Solution string

// The solutions, in display order.
const (
	Security      Solution = "security"
	Observability Solution = "observability"
	Stack         Solution = "stack"
)

// Solutions returns all solutions in display order.
func Solutions() []Solution { return []Solution{Security, Observability, Stack} }

// SolutionOf returns the solution whose cases a feature id governs. The id may be of
// any generation, including an unrecognized one. Ok is false for any other feature.
func SolutionOf(feature string) (s Solution, ok bool) {
	s, _, ok = parseFeatureID(feature)
	return s, ok
}

// Title returns the name of the solution in Kibana's role editor.
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

// featureID returns the id of a generation of the solution's cases feature.
func (s Solution) featureID(number int) string {
	if number == 1 {
		return s.firstFeature()
	}
	return s.firstFeature() + "V" + strconv.Itoa(number)
}

// firstFeature returns the id of the first generation of the solution's cases
// feature. The ids of later generations have the suffix "V2", "V3" and so on.
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

// parseFeatureID splits the id of a cases feature into its solution and the number
// of its generation.
func parseFeatureID(id string) (s Solution, number int, ok bool) {
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
