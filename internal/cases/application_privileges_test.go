package cases

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// application is an entry of Kibana's own application: "<resources>: <privileges>".
func application(text string) roles.Application {
	resources, privileges, _ := strings.Cut(text, ": ")
	return roles.Application{Application: roles.KibanaApplication, Privileges: strings.Fields(privileges), Resources: strings.Fields(resources)}
}

func TestApplicationPrivileges(t *testing.T) {
	t.Parallel()
	full := SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{"delete_cases": false})}
	got, found := builtIn(t, "8.15").ApplicationPrivileges(Spaces{
		"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: full}), Features: rawOf(featureIDs{"discover": {"read"}})},
		"*":   {Base: Known("read")},
		"lab": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}}), Connectors: Known(ConnectorsAll)},
	})
	expectFindings(t, found, []string{`error at spaces["lab"].stack: ` + cannotRevoke}, nil)
	if got != nil {
		t.Errorf("errors and applications: %v", got)
	}
	got, found = builtIn(t, "8.15").ApplicationPrivileges(Spaces{
		"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: full}), Features: rawOf(featureIDs{"discover": {"read"}})},
		"lab": {Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(None)}})},
		"dev": {Base: Known("all")},
	})
	expectFindings(t, found, nil, nil)
	want := []roles.Application{
		application("space:dev: space_all"),
		application("space:soc: feature_actions.all feature_discover.read feature_securitySolutionCases.cases_settings feature_securitySolutionCases.minimal_all"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("applications (-want +got):\n%s", diff)
	}
}

// Warnings of a plan are errors here, and so is what Terraform refuses in a resource.
func TestApplicationPrivilegesErrors(t *testing.T) {
	t.Parallel()
	view := SolutionAccess{Access: Known(View)}
	for name, test := range map[string]struct {
		spaces  Spaces
		want    []string
		details []string
	}{
		"less than all spaces": {
			Spaces{"*": {Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Assignee)}})}, "soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: view})}},
			[]string{`error at spaces["soc"].security: Privileges of all spaces hold in soc/security too`},
			nil,
		},
		"no level": {
			securityInSoc(SolutionAccess{SubFeatures: choose(choice{"delete_cases": true})}),
			[]string{`error at spaces["soc"].security.access: Missing access level`},
			[]string{`"full", "assignee", "view", "none"`},
		},
		"by version": {
			securityInSoc(SolutionAccess{Access: Known(View), SubFeatures: choose(choice{"add_comments": true})}),
			[]string{`error at spaces["soc"].security.sub_features["add_comments"]: Sub-feature is not available`},
			nil,
		},
		"a known part of an unknown whole": {
			Spaces{"soc": UnknownSpace(), "SOC": {Base: Known("all")}}, []string{`error at spaces["SOC"]: Invalid space id`}, nil,
		},
		"not known":      {Spaces{"soc": UnknownSpace()}, nil, nil},
		"former":         {Spaces{"soc": {Features: rawOf(featureIDs{"siem": {"cases_all"}})}}, []string{`error at spaces["soc"].features["siem"]: Former privilege`}, nil},
		"no such id":     {Spaces{"soc": {Features: rawOf(featureIDs{"generalCases": {"al"}})}}, []string{`error at spaces["soc"].features["generalCases"]: Unknown privilege`}, nil},
		"nothing at all": {Spaces{"soc": {}}, []string{`error at spaces["soc"]: Nothing is granted in this space`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := builtIn(t, "8.15").ApplicationPrivileges(test.spaces)
			expectFindings(t, found, test.want, test.details)
			if got != nil {
				t.Errorf("applications all the same: %v", got)
			}
		})
	}
}

// What application privileges let people do is what the privileges of a role do.
func TestAccessOfApplicationPrivileges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, stored := anyCatalogue(t), anyPrivileges(t)
		got, found := c.AccessOf(stored.Applications())
		if diff := cmp.Diff(c.Capabilities(stored), got); diff != "" || len(found) > 0 {
			t.Fatalf("capabilities of %v (-role +applications):\n%s%v", stored, diff, found)
		}
	})
}
