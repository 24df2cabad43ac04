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
		"full":                            {Share{"soc", Space{Cases: full, Connectors: ConnectorsAll}}, nil, nil},
		"assignee":                        {Share{"*", Space{Cases: security(Grant{Access: Assignee})}}, nil, nil},
		"none":                            {Share{"soc", Space{Cases: security(Grant{Access: None})}}, nil, nil},
		"connectors alone":                {Share{"soc", Space{Connectors: ConnectorsNone}}, nil, nil},
		"nothing named":                   {Share{"soc", Space{}}, []string{"error at : Nothing is granted"}, []string{"security, observability, stack and connectors"}},
		"nothing named, no space either":  {Share{"SOC", Space{}}, []string{"error at space: Invalid space id", "error at : Nothing is granted"}, nil},
		"nothing known to be named":       {Share{"", Space{Partial: true}}, nil, nil},
		"full, connectors unset":          {Share{"soc", Space{Cases: full}}, []string{both}, []string{`Write connectors = "all" beside it; or, where the role has Connectors All from its owner, write access = "assignee"`}},
		"full, connectors none":           {Share{"soc", Space{Cases: full, Connectors: ConnectorsNone}}, []string{both}, []string{`access = "assignee"`}},
		"full, connectors read":           {Share{"*", Space{Cases: full, Connectors: ConnectorsRead}}, []string{both}, []string{`connectors = "all"`}},
		"full, connectors not known":      {Share{"soc", Space{Cases: full, Partial: true}}, nil, nil},
		"full, something else not known":  {Share{"", Space{Cases: full, Connectors: ConnectorsRead, Partial: true}}, []string{both}, nil},
		"access not known":                {Share{"soc", Space{Cases: security(Grant{Access: AccessUnknown}), Connectors: ConnectorsRead, Partial: true}}, nil, nil},
		"space":                           {Share{"S O C", Space{Connectors: ConnectorsAll}}, []string{"error at space: Invalid space id"}, []string{`"S O C" is not a space id`}},
		"space pattern":                   {Share{"*-prod", Space{Connectors: ConnectorsAll}}, []string{"error at space: Invalid space id"}, []string{`"*-prod" is a pattern of space ids`}},
		"access":                          {Share{"soc", Space{Cases: security(Grant{Access: "ful"})}}, []string{"error at security.access: Invalid access level"}, []string{`Did you mean "full"?`}},
		"connectors":                      {Share{"soc", Space{Connectors: "write"}}, []string{"error at connectors: Invalid connectors level"}, []string{`"none", "read", "all"`}},
		"connectors blank":                {Share{"soc", Space{Blank: []Attribute{"connectors"}}}, []string{"error at connectors: Invalid connectors level"}, nil},
		"sub-features of none":            {Share{"soc", Space{Cases: security(Grant{Access: None, SubFeatures: choice{DeleteCasesFeature: true}})}}, []string{"error at security.sub_features: Sub-features without access"}, nil},
		"a sub-feature that there is not": {Share{"soc", Space{Cases: security(Grant{Access: View, SubFeatures: choice{"delete_case": true}})}}, []string{`error at security.sub_features["delete_case"]: Unknown sub-feature`}, []string{`Did you mean "delete_cases"?`}},
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
	share := func(s Solution, g Grant) Share { return Share{"soc", Space{Cases: map[Solution]Grant{s: g}}} }
	for name, test := range map[string]struct {
		release    string
		share      Share
		want, says []string
	}{
		"a sub-feature to come":          {"8.15", share(Security, Grant{Access: View, SubFeatures: choice{AddCommentsFeature: true}}), []string{`error at security.sub_features["add_comments"]: Sub-feature is not available`}, []string{"8.17"}},
		"what the release does anyway":   {"8.15", share(Security, Grant{Access: Assignee, SubFeatures: choice{AddCommentsFeature: true}}), nil, nil},
		"no such cases in the project":   {"serverless", share(Stack, Grant{Access: View}), []string{"error at stack: Solution is not available"}, nil},
		"none where there are none":      {"serverless", share(Stack, Grant{Access: None}), nil, nil},
		"nothing wrong with connectors":  {"9.5", Share{"*", Space{Connectors: ConnectorsRead}}, nil, nil},
		"nothing known, nothing refused": {"8.11", Share{"", Space{Partial: true}}, nil, nil},
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
		"a space that is not there": {Surroundings{Spaces: []string{"soc"}}, viewer("sok"), []string{"warning at space: Space does not exist"}, []string{`Did you mean "soc"?`}},
		"spaces that are not known": {Surroundings{}, viewer("soc"), nil, nil},
		"a space that is not known": {Surroundings{Spaces: []string{"soc"}}, viewer(""), nil, nil},
		"a licence for less": {Surroundings{License: "basic"}, Share{"soc", Space{Cases: assigns}}, []string{
			"warning at stack.sub_features: Licence may not cover this",
			`warning at stack.sub_features["assign_users"]: Licence may not cover this`,
		}, []string{"Gold", "Platinum"}},
		"a licence for all": {Surroundings{License: "platinum"}, Share{"soc", Space{Cases: assigns}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectFindings(t, test.around.CheckShare(test.share), test.want, test.says)
		})
	}
}
