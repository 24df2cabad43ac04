package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

func TestAccessOf(t *testing.T) {
	t.Parallel()
	everything := capabilities(ReadCases, CreateCases, UpdateCases, DeleteCases, EditSettings, AddComments, ReopenCases, AssignUsers, PushCases)
	everyKey := func(space string) map[string][]Capability {
		return map[string][]Capability{
			space + "/security": everything, space + "/observability": everything, space + "/stack": everything,
			space + "/connectors": capabilities(UseConnectors, ManageConnectors),
		}
	}
	read := capabilities(ReadCases)
	for name, test := range map[string]struct {
		applications []roles.Application
		want         map[string][]Capability
	}{
		"nothing":                 {nil, nil},
		"a feature":               {[]roles.Application{application("space:soc: feature_generalCasesV3.read")}, map[string][]Capability{"soc/stack": read}},
		"several spaces":          {[]roles.Application{application("space:a space:b: feature_generalCasesV3.read")}, map[string][]Capability{"a/stack": read, "b/stack": read}},
		"several entries":         {[]roles.Application{application("space:a: feature_generalCasesV3.minimal_read"), application("space:a: feature_generalCasesV3.cases_delete")}, map[string][]Capability{"a/stack": {ReadCases, DeleteCases}}},
		"a pattern of spaces":     {[]roles.Application{application("space:*-prod: feature_generalCases.read")}, map[string][]Capability{"*-prod/stack": read}},
		"each space":              {[]roles.Application{application("space:*: feature_generalCasesV3.read")}, map[string][]Capability{"*/stack": read}},
		"base":                    {[]roles.Application{application("*: all")}, everyKey("*")},
		"base of a space":         {[]roles.Application{application("space:soc: space_all")}, everyKey("soc")},
		"base as Kibana has none": {[]roles.Application{application("space:soc: all")}, everyKey("soc")},
		"every action":            {[]roles.Application{application("space:soc: *")}, everyKey("soc")},
		"base beside features": {
			[]roles.Application{application("space:soc: space_read feature_securitySolutionCasesV3.minimal_all feature_actions.all")},
			map[string][]Capability{
				"soc/security": {ReadCases, CreateCases, UpdateCases, PushCases}, "soc/observability": read, "soc/stack": read,
				"soc/connectors": capabilities(UseConnectors, ManageConnectors),
			},
		},
		"every application":      {[]roles.Application{{Application: "*", Privileges: []string{"*"}, Resources: []string{"*"}}}, everyKey("*")},
		"a wildcard application": {[]roles.Application{{Application: "kibana-*", Privileges: []string{"feature_generalCasesV3.read"}, Resources: []string{"space:soc"}}}, map[string][]Capability{"soc/stack": read}},
		"another application":    {[]roles.Application{{Application: "app", Privileges: []string{"cases:*", "feature_siem.cases_all"}, Resources: []string{"/x/"}}}, nil},
		"unknown names":          {[]roles.Application{application("space:soc: feature_generalCasesV9.all feature_discover.all feature_generalCases.al reserved_ml_user")}, nil},
		"no space":               {[]roles.Application{application("package:fleet soc: all")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := builtIn(t, "9.2").AccessOf(test.applications)
			expectFindings(t, found, nil, nil)
			if diff := cmp.Diff(test.want, got, ignoreEmpty); diff != "" {
				t.Errorf("capabilities (-want +got):\n%s", diff)
			}
		})
	}
}

// Nothing that may grant access is passed over.
func TestAccessOfErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		entry   string
		want    []string
		details []string
	}{
		"actions":              {"*: cases:*", []string{"error at applications[0].privileges: Pattern of actions"}, []string{`Elasticsearch treats "cases:*" as a pattern of actions`}},
		"a wildcard in a name": {"*: feature_generalCases*", []string{"error at applications[0].privileges: Pattern of actions"}, []string{`such as "feature_securitySolutionCasesV3.read"`}},
		"former privileges":    {"*: feature_siem.cases_all", []string{"error at applications[0].privileges: Former privilege"}, []string{`security = { access = "assignee" }`}},
		"a pattern of resources": {"sp* /space:.*/: all", []string{
			"error at applications[0].resources: Pattern of resources", "error at applications[0].resources: Pattern of resources",
		}, []string{`"sp*"`, `"/space:.*/"`}},
		"a regular expression without wildcards": {"/space:soc/: all", []string{"error at applications[0].resources: Pattern of resources"}, []string{`"/space:soc/"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := builtIn(t, "9.2").AccessOf([]roles.Application{application(test.entry)})
			expectFindings(t, found, test.want, test.details)
			if got != nil {
				t.Errorf("an answer all the same: %v", got)
			}
		})
	}
}

// A resource that is no space and no pattern grants nothing in Kibana.
func TestAccessOfOtherResources(t *testing.T) {
	t.Parallel()
	for _, resource := range []string{"", "a", "space"} {
		got, found := builtIn(t, "9.2").AccessOf([]roles.Application{{Application: roles.KibanaApplication, Resources: []string{resource}, Privileges: []string{"all"}}})
		if len(got) > 0 || len(found) > 0 {
			t.Errorf("%q: %v, %v", resource, got, found)
		}
	}
}
