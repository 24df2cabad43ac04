package cases

import "testing"

// A licence or space list that could not be read gives no warning.
func TestDeploymentWarnsAboutLicenceAndSpaces(t *testing.T) {
	t.Parallel()
	const (
		assigned = "Licence may not cover assigning users"
		noSpace  = `warning at spaces: Space "soc" does not exist`
		security = `warning at spaces["soc"].security.sub_features`
	)
	custom := securityInSoc(SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{SubDeleteCases: false})})
	assigns := securityInSoc(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubAssignUsers: true})})
	for name, test := range map[string]struct {
		deployment Deployment
		spaces     Spaces
		want       []string
		details    []string
	}{
		"nothing could be read":       {Deployment{}, assigns, nil, nil},
		"an unknown licence":          {Deployment{License: "titanium"}, assigns, nil, nil},
		"basic, a level":              {Deployment{License: "basic"}, securityInSoc(SolutionAccess{Access: Known(Full)}), nil, nil},
		"basic, no sub-feature":       {Deployment{License: "basic"}, securityInSoc(SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{})}), nil, nil},
		"basic, assigning":            {Deployment{License: "basic"}, assigns, []string{security + `["assign_users"]: ` + assigned}, []string{"Platinum feature, and this Kibana has a basic licence"}},
		"gold, assigning":             {Deployment{License: "gold"}, assigns, []string{security + `["assign_users"]: ` + assigned}, []string{"Platinum feature, and this Kibana has a gold licence"}},
		"gold, assigning withheld":    {Deployment{License: "gold"}, securityInSoc(SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{SubAssignUsers: false})}), nil, nil},
		"platinum, assigning":         {Deployment{License: "platinum"}, assigns, nil, nil},
		"enterprise, assigning":       {Deployment{License: "enterprise"}, assigns, nil, nil},
		"trial, assigning":            {Deployment{License: "trial"}, assigns, nil, nil},
		"a space that exists":         {Deployment{Spaces: spacesWithIDs("default", "soc")}, assigns, nil, nil},
		"a space that does not exist": {Deployment{Spaces: spacesWithIDs("default")}, assigns, []string{noSpace}, []string{`no space "soc". That is fine if it is created in the same apply`}},
		"a misspelt space":            {Deployment{Spaces: spacesWithIDs("default", "sox")}, assigns, []string{noSpace + `. Did you mean "sox"?`}, []string{`Did you mean "sox"?`}},
		"no visible space":            {Deployment{Spaces: spacesWithIDs()}, assigns, []string{noSpace}, nil},
		"all spaces always exist":     {Deployment{Spaces: spacesWithIDs()}, Spaces{"*": {Base: Known("all")}}, nil, nil},
		"a space and a licence":       {Deployment{License: "basic", Spaces: spacesWithIDs()}, custom, []string{noSpace}, nil},
		"spaces in their order":       {Deployment{Spaces: spacesWithIDs()}, Spaces{"b": {Base: Known("read")}, "a": {}}, []string{`warning at spaces: Spaces "a", "b" do not exist`}, []string{`no spaces "a", "b"`}},
		"a misspelt one among many": {Deployment{Spaces: spacesWithIDs("default")}, Spaces{
			"a": {}, "b": {}, "defalt": {}, "c": {}, "d": {}, "e": {}, "zone": {},
		}, []string{`warning at spaces: Space "defalt" does not exist. Did you mean "default"?`, `warning at spaces: Spaces "a", "b", "c" and 3 more do not exist`}, []string{`no space "defalt"`, `no spaces "a", "b", "c", "d", "e", "zone"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, test.deployment.CheckSpaces(test.spaces), test.want, test.details)
		})
	}
}
