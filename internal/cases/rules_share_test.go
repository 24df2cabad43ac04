package cases

import "testing"

// TestCheckShare: what is wrong with a share wherever it is, and what to write
// instead.
func TestCheckShare(t *testing.T) {
	t.Parallel()
	security := func(g Grant) map[Solution]Grant { return map[Solution]Grant{Security: g} }
	full := security(Grant{Access: Full})
	const both = "error at connectors: Full access needs Connectors All"
	for name, test := range map[string]struct {
		share      Share
		want, says []string
	}{
		"full":                            {Share{Space: "soc", Words: Space{Cases: full, Connectors: ConnectorsAll}}, nil, nil},
		"assignee":                        {Share{Space: "*", Words: Space{Cases: security(Grant{Access: Assignee})}}, nil, nil},
		"none":                            {Share{Space: "soc", Words: Space{Cases: security(Grant{Access: None})}}, nil, nil},
		"connectors alone":                {Share{Space: "soc", Words: Space{Connectors: ConnectorsNone}}, nil, nil},
		"nothing named":                   {Share{Space: "soc", Words: Space{}}, []string{"error at : Nothing is granted"}, []string{"security, observability, stack and connectors"}},
		"nothing named, no space either":  {Share{Space: "SOC", Words: Space{}}, []string{"error at space: Invalid space id", "error at : Nothing is granted"}, nil},
		"nothing known to be named":       {Share{SpaceUnknown: true, Words: Space{Partial: true}}, nil, nil},
		"full, connectors unset":          {Share{Space: "soc", Words: Space{Cases: full}}, []string{both}, []string{`Write connectors = "all" beside it; or, where the role has Connectors All from its owner, write access = "assignee"`}},
		"full, connectors none":           {Share{Space: "soc", Words: Space{Cases: full, Connectors: ConnectorsNone}}, []string{both}, []string{`access = "assignee"`}},
		"full, connectors read":           {Share{Space: "*", Words: Space{Cases: full, Connectors: ConnectorsRead}}, []string{both}, []string{`connectors = "all"`}},
		"full, connectors not known":      {Share{Space: "soc", Words: Space{Cases: full, Partial: true}}, nil, nil},
		"full, something else not known":  {Share{SpaceUnknown: true, Words: Space{Cases: full, Connectors: ConnectorsRead, Partial: true}}, []string{both}, nil},
		"access not known":                {Share{Space: "soc", Words: Space{Cases: security(Grant{AccessUnknown: true}), Connectors: ConnectorsRead, Partial: true}}, nil, nil},
		"space":                           {Share{Space: "S O C", Words: Space{Connectors: ConnectorsAll}}, []string{"error at space: Invalid space id"}, []string{`"S O C" is not a space id`}},
		"space empty":                     {Share{Words: Space{Connectors: ConnectorsAll}}, []string{"error at space: Invalid space id"}, []string{`"" is not a space id. Write the id from the space's URL`}},
		"space empty, nothing known":      {Share{Words: Space{Partial: true}}, []string{"error at space: Invalid space id"}, nil},
		"access":                          {Share{Space: "soc", Words: Space{Cases: security(Grant{Access: "ful"})}}, []string{"error at security.access: Invalid access level"}, []string{`Did you mean "full"?`}},
		"connectors":                      {Share{Space: "soc", Words: Space{Connectors: "write"}}, []string{"error at connectors: Invalid connectors level"}, []string{`"none", "read", "all"`}},
		"connectors blank":                {Share{Space: "soc", Words: Space{Blank: []Attribute{"connectors"}}}, []string{"error at connectors: Invalid connectors level"}, nil},
		"sub-features of none":            {Share{Space: "soc", Words: Space{Cases: security(Grant{Access: None, SubFeatures: choice{DeleteCasesFeature: true}})}}, []string{"error at security.sub_features: Sub-features without access"}, nil},
		"a sub-feature that there is not": {Share{Space: "soc", Words: Space{Cases: security(Grant{Access: View, SubFeatures: choice{"delete_case": true}})}}, []string{`error at security.sub_features["delete_case"]: Unknown sub-feature`}, []string{`Did you mean "delete_cases"?`}},
		"space pattern":                   {Share{Space: "*-prod", Words: Space{Connectors: ConnectorsAll}}, []string{"error at space: Invalid space id"}, []string{`"*-prod" is a pattern of space ids`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, CheckShare(test.share), test.want, test.says)
		})
	}
}

// TestCheckShareOnKibana: what a Kibana cannot do of it.
func TestCheckShareOnKibana(t *testing.T) {
	t.Parallel()
	share := func(s Solution, g Grant) Share {
		return Share{Space: "soc", Words: Space{Cases: map[Solution]Grant{s: g}}}
	}
	for name, test := range map[string]struct {
		release    string
		share      Share
		want, says []string
	}{
		"a sub-feature to come":          {"8.15", share(Security, Grant{Access: View, SubFeatures: choice{AddCommentsFeature: true}}), []string{`error at security.sub_features["add_comments"]: Sub-feature is not available`}, []string{"8.17"}},
		"what the release does anyway":   {"8.15", share(Security, Grant{Access: Assignee, SubFeatures: choice{AddCommentsFeature: true}}), nil, nil},
		"no such cases in the project":   {"serverless", share(Stack, Grant{Access: View}), []string{"error at stack: Solution is not available"}, nil},
		"none where there are none":      {"serverless", share(Stack, Grant{Access: None}), nil, nil},
		"nothing wrong with connectors":  {"9.5", Share{Space: "*", Words: Space{Connectors: ConnectorsRead}}, nil, nil},
		"nothing known, nothing refused": {"8.11", Share{SpaceUnknown: true, Words: Space{Partial: true}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, builtIn(t, test.release).CheckShare(test.share), test.want, test.says)
		})
	}
}

// TestCheckShareInSurroundings: what is granted in vain is a warning.
func TestCheckShareInSurroundings(t *testing.T) {
	t.Parallel()
	assigns := map[Solution]Grant{Stack: {Access: View, SubFeatures: choice{AssignUsersFeature: true}}}
	for name, test := range map[string]struct {
		around     Surroundings
		share      Share
		want, says []string
	}{
		"a space that is there":     {Surroundings{Spaces: []string{"soc"}}, viewer("soc"), nil, nil},
		"all spaces":                {Surroundings{Spaces: []string{"soc"}}, viewer("*"), nil, nil},
		"a space that is not there": {Surroundings{Spaces: []string{"soc"}}, viewer("sok"), []string{`warning at space: Space "sok" does not exist. Did you mean "soc"?`}, []string{`Did you mean "soc"?`}},
		"spaces that are not known": {Surroundings{}, viewer("soc"), nil, nil},
		"a space that is not known": {Surroundings{Spaces: []string{"soc"}}, Share{SpaceUnknown: true, Words: viewer("").Words}, nil, nil},
		"a licence for less": {Surroundings{License: "basic"}, Share{Space: "soc", Words: Space{Cases: assigns}}, []string{
			"warning at stack.sub_features: Licence may not cover sub-features",
			`warning at stack.sub_features["assign_users"]: Licence may not cover assigning users`,
		}, []string{"Gold", "Platinum"}},
		"a licence for all": {Surroundings{License: "platinum"}, Share{Space: "soc", Words: Space{Cases: assigns}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, test.around.CheckShare(test.share), test.want, test.says)
		})
	}
}
