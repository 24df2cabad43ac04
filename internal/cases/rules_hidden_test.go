package cases

import "testing"

func TestDeploymentWarnsAboutSpacesThatHideCases(t *testing.T) {
	t.Parallel()
	const (
		hides = `warning at spaces["soc"].security: Space "soc" hides Security cases`
		raw   = `warning at spaces["soc"].features["securitySolutionCasesV3"]: Space "soc" hides Security cases`
	)
	disabled := Deployment{Spaces: []Space{{ID: "soc", DisabledFeatures: []string{"actions", "securitySolutionCasesV3"}}, {ID: "default"}}}
	viewed := Deployment{Spaces: []Space{{ID: "soc", View: "oblt", DisabledFeatures: []string{"securitySolutionCases", "securitySolutionCasesV3", "securitySolutionCasesV2"}}}}
	classic := Deployment{Spaces: []Space{{ID: "soc", View: "classic", DisabledFeatures: []string{"securitySolutionCases", "securitySolutionCasesV3", "securitySolutionCasesV2"}}}}
	view := map[Solution]SolutionAccess{Security: {Access: Known(View)}}
	features := func(byID map[string]Value[[]string]) Spaces { return Spaces{"soc": {Features: Known(byID)}} }
	many := Deployment{}
	everywhere := Spaces{}
	for _, id := range []string{"a", "b", "c", "d"} {
		many.Spaces = append(many.Spaces, Space{ID: id, DisabledFeatures: []string{"securitySolutionCasesV3"}})
		everywhere[id] = SpaceConfig{Cases: casesOf(view)}
	}
	for name, test := range map[string]struct {
		deployment    Deployment
		spaces        Spaces
		want, details []string
	}{
		"a disabled feature":    {disabled, securityInSoc(SolutionAccess{Access: Known(Full)}), []string{hides}, []string{`The disabled features of space "soc" include "securitySolutionCasesV3", so people do not see Security cases there. The cases are hidden, but this is not access control`}},
		"a solution view":       {viewed, securityInSoc(SolutionAccess{Access: Known(View)}), []string{hides}, []string{`Space "soc" has the solution view "oblt"`}},
		"classic is no reason":  {classic, securityInSoc(SolutionAccess{Access: Known(View)}), []string{hides}, []string{`include "securitySolutionCasesV3"`}},
		"the newest is named":   {Deployment{Spaces: []Space{{ID: "soc", DisabledFeatures: []string{"securitySolutionCasesV2", "securitySolutionCasesV3", "securitySolutionCases", "generalCasesV9"}}}}, securityInSoc(SolutionAccess{Access: Known(View)}), []string{hides}, []string{`include "securitySolutionCasesV3"`}},
		"the first one":         {Deployment{Spaces: []Space{{ID: "soc", DisabledFeatures: []string{"securitySolutionCases"}}}}, securityInSoc(SolutionAccess{Access: Known(View)}), []string{hides}, []string{`include "securitySolutionCases"`}},
		"no access":             {disabled, securityInSoc(SolutionAccess{Access: Known(None)}), nil, nil},
		"unknown access":        {disabled, securityInSoc(SolutionAccess{Access: Unknown[Access]()}), nil, nil},
		"an unknown space":      {disabled, Spaces{"soc": UnknownSpace()}, nil, nil},
		"another solution":      {disabled, Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Full)}})}}, nil, nil},
		"connectors":            {disabled, Spaces{"soc": {Connectors: Known(ConnectorsAll)}}, nil, nil},
		"another space":         {disabled, Spaces{"default": {Cases: casesOf(view)}}, nil, nil},
		"all spaces":            {disabled, Spaces{"*": {Cases: casesOf(view)}}, nil, nil},
		"a base privilege":      {disabled, Spaces{"soc": {Base: Known("all")}}, nil, nil},
		"raw privileges":        {disabled, features(map[string]Value[[]string]{"securitySolutionCasesV3": Known([]string{"read"})}), []string{raw}, nil},
		"raw privileges, older": {disabled, features(map[string]Value[[]string]{"securitySolutionCases": Known([]string{"all"})}), []string{`warning at spaces["soc"].features["securitySolutionCases"]: Space "soc" hides Security cases`}, nil},
		"raw, but nothing":      {disabled, features(map[string]Value[[]string]{"securitySolutionCasesV3": Known([]string{}), "actions": Known([]string{"all"})}), nil, nil},
		"raw, but unknown":      {disabled, features(map[string]Value[[]string]{"securitySolutionCasesV3": Unknown[[]string]()}), nil, nil},
		"spaces not readable":   {Deployment{}, securityInSoc(SolutionAccess{Access: Known(Full)}), nil, nil},
		"two solutions, two spaces": {
			Deployment{Spaces: []Space{{ID: "a", DisabledFeatures: []string{"securitySolutionCasesV3", "observabilityCasesV3"}}, {ID: "b", DisabledFeatures: []string{"securitySolutionCasesV3"}}}},
			Spaces{"b": {Cases: casesOf(view)}, "a": {Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}, Observability: {Access: Known(Assignee)}})}},
			[]string{`warning at spaces["a"].security: Space "a" hides Security cases`, `warning at spaces["b"].security: Space "b" hides Security cases`, `warning at spaces["a"].observability: Space "a" hides Observability cases`},
			nil,
		},
		"many spaces":                           {many, everywhere, []string{`warning at spaces: Spaces "a", "b", "c" and 1 more hide Security cases`}, []string{`in the spaces "a", "b", "c", "d", because`}},
		"a space that does not exist beside it": {disabled, Spaces{"soc": {Cases: casesOf(view)}, "nowhere": {Cases: casesOf(view)}}, []string{`warning at spaces: Space "nowhere" does not exist`, hides}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, test.deployment.CheckSpaces(test.spaces), test.want, test.details)
		})
	}
}
