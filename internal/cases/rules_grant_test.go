package cases

import "testing"

func TestCheckGrantRefusesWrongConfiguration(t *testing.T) {
	t.Parallel()
	full := security(SolutionAccess{Access: Known(Full)})
	const needsAll = "error at connectors: Full access needs Connectors All"
	for name, test := range map[string]struct {
		grant         Grant
		want, details []string
	}{
		"full":                            {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(full), Connectors: Known(ConnectorsAll)}}, nil, nil},
		"assignee":                        {Grant{Space: Known("*"), Config: SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(Assignee)}))}}, nil, nil},
		"none":                            {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(None)}))}}, nil, nil},
		"connectors alone":                {Grant{Space: Known("soc"), Config: SpaceConfig{Connectors: Known(ConnectorsNone)}}, nil, nil},
		"empty":                           {Grant{Space: Known("soc"), Config: SpaceConfig{}}, []string{"error at : Nothing is granted"}, []string{"security, observability, stack and connectors"}},
		"empty, invalid space":            {Grant{Space: Known("SOC"), Config: SpaceConfig{}}, []string{"error at space: Invalid space id", "error at : Nothing is granted"}, nil},
		"everything unknown":              {Grant{Space: Unknown[string](), Config: UnknownSpace()}, nil, nil},
		"full, connectors unset":          {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(full)}}, []string{needsAll}, []string{`Write connectors = "all" beside it; or, where the role has Connectors All from its owner, write access = "assignee"`}},
		"full, connectors none":           {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(full), Connectors: Known(ConnectorsNone)}}, []string{needsAll}, []string{`access = "assignee"`}},
		"full, connectors read":           {Grant{Space: Known("*"), Config: SpaceConfig{Cases: casesOf(full), Connectors: Known(ConnectorsRead)}}, []string{needsAll}, []string{`connectors = "all"`}},
		"full, connectors unknown":        {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(full), Connectors: Unknown[Connectors]()}}, nil, nil},
		"full, space unknown":             {Grant{Space: Unknown[string](), Config: SpaceConfig{Cases: casesOf(full), Connectors: Known(ConnectorsRead)}}, []string{needsAll}, nil},
		"access unknown":                  {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Unknown[Access]()})), Connectors: Known(ConnectorsRead)}}, nil, nil},
		"space":                           {Grant{Space: Known("S O C"), Config: SpaceConfig{Connectors: Known(ConnectorsAll)}}, []string{"error at space: Invalid space id"}, []string{`"S O C" is not a space id`}},
		"space empty":                     {Grant{Config: SpaceConfig{Connectors: Known(ConnectorsAll)}}, []string{"error at space: Invalid space id"}, []string{`"" is not a space id. Write the id from the space's URL`}},
		"space empty, everything unknown": {Grant{Config: UnknownSpace()}, []string{"error at space: Invalid space id"}, nil},
		"access":                          {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known[Access]("ful")}))}}, []string{"error at security.access: Invalid access level"}, []string{`Did you mean "full"?`}},
		"connectors":                      {Grant{Space: Known("soc"), Config: SpaceConfig{Connectors: Known[Connectors]("write")}}, []string{"error at connectors: Invalid connectors level"}, []string{`"none", "read", "all"`}},
		"connectors blank":                {Grant{Space: Known("soc"), Config: SpaceConfig{Connectors: Known[Connectors]("")}}, []string{"error at connectors: Invalid connectors level"}, nil},
		"sub-features of none":            {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(None), SubFeatures: choose(choice{SubDeleteCases: true})}))}}, []string{"error at security.sub_features: Sub-features without access"}, nil},
		"unknown sub-feature":             {Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(security(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"delete_case": true})}))}}, []string{`error at security.sub_features["delete_case"]: Unknown sub-feature`}, []string{`Did you mean "delete_cases"?`}},
		"space pattern":                   {Grant{Space: Known("*-prod"), Config: SpaceConfig{Connectors: Known(ConnectorsAll)}}, []string{"error at space: Invalid space id"}, []string{`"*-prod" is a pattern of space ids`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckGrant(test.grant), test.want, test.details)
		})
	}
}

func TestCatalogueRefusesGrantOfMissingSolutionsAndSubFeatures(t *testing.T) {
	t.Parallel()
	grant := func(s Solution, access SolutionAccess) Grant {
		return Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(map[Solution]SolutionAccess{s: access})}}
	}
	for name, test := range map[string]struct {
		release       string
		grant         Grant
		want, details []string
	}{
		"a sub-feature granted too early": {"8.15", grant(Security, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubAddComments: true})}), []string{`error at security.sub_features["add_comments"]: Sub-feature is not available`}, []string{"8.17"}},
		"granted, as the level does":      {"8.15", grant(Security, SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubAddComments: true})}), nil, nil},
		"a missing solution":              {"serverless", grant(Stack, SolutionAccess{Access: Known(View)}), []string{"error at stack: Solution is not available"}, nil},
		"none on a missing solution":      {"serverless", grant(Stack, SolutionAccess{Access: Known(None)}), nil, nil},
		"connectors":                      {"9.5", Grant{Space: Known("*"), Config: SpaceConfig{Connectors: Known(ConnectorsRead)}}, nil, nil},
		"everything unknown":              {"8.11", Grant{Space: Unknown[string](), Config: UnknownSpace()}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, builtIn(t, test.release).CheckGrant(test.grant), test.want, test.details)
		})
	}
}

func TestDeploymentWarnsAboutGrant(t *testing.T) {
	t.Parallel()
	assigns := map[Solution]SolutionAccess{Stack: {Access: Known(View), SubFeatures: choose(choice{SubAssignUsers: true})}}
	for name, test := range map[string]struct {
		deployment    Deployment
		grant         Grant
		want, details []string
	}{
		"a space that exists":      {Deployment{Spaces: spacesWithIDs("soc")}, viewSecurity("soc"), nil, nil},
		"all spaces":               {Deployment{Spaces: spacesWithIDs("soc")}, viewSecurity("*"), nil, nil},
		"a misspelt space":         {Deployment{Spaces: spacesWithIDs("soc")}, viewSecurity("sok"), []string{`warning at space: Space "sok" does not exist. Did you mean "soc"?`}, []string{`Did you mean "soc"?`}},
		"spaces could not be read": {Deployment{}, viewSecurity("soc"), nil, nil},
		"an unknown space":         {Deployment{Spaces: spacesWithIDs("soc")}, Grant{Space: Unknown[string](), Config: viewSecurity("").Config}, nil, nil},
		"a space that hides the cases": {
			Deployment{Spaces: []Space{{ID: "soc", View: "oblt", DisabledFeatures: []string{"securitySolutionCasesV3"}}}},
			viewSecurity("soc"),
			[]string{`warning at security: Space "soc" hides Security cases`},
			[]string{`Space "soc" has the solution view "oblt"`},
		},
		"a space that hides others": {Deployment{Spaces: []Space{{ID: "soc", DisabledFeatures: []string{"generalCasesV3"}}}}, viewSecurity("soc"), nil, nil},
		"a basic licence": {Deployment{License: "basic"}, Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(assigns)}}, []string{
			`warning at stack.sub_features["assign_users"]: Licence may not cover assigning users`,
		}, []string{"Platinum"}},
		"a platinum licence": {Deployment{License: "platinum"}, Grant{Space: Known("soc"), Config: SpaceConfig{Cases: casesOf(assigns)}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, test.deployment.CheckGrant(test.grant), test.want, test.details)
		})
	}
}
