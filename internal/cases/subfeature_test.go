package cases

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The rows are the customised ones of the documentation, in each era: the stored ids of
// the newest feature, and the capabilities that the level loses or gains.
func TestSubFeaturesChangePrivilegesAndCapabilities(t *testing.T) {
	t.Parallel()
	withoutDelete := SolutionAccess{Access: Known(Full), SubFeatures: choose(choice{SubDeleteCases: false})}
	clerk := SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubEditSettings: false, SubReopenCases: false})}
	commenter := SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubAddComments: true})}
	cleaner := SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: true})}
	for _, test := range []struct {
		version string
		access  SolutionAccess
		feature string
		stored  []string
		lost    []Capability // compared with the level
		gained  []Capability
	}{
		{"8.11", withoutDelete, "securitySolutionCases", []string{"minimal_all"}, capabilities(DeleteCases), nil},
		{"8.12", withoutDelete, "securitySolutionCases", []string{"minimal_all", "cases_settings"}, capabilities(DeleteCases), nil},
		{"8.16", withoutDelete, "securitySolutionCases", []string{"minimal_all", "cases_settings"}, capabilities(DeleteCases), nil},
		{"8.17", withoutDelete, "securitySolutionCasesV2", []string{"minimal_all", "cases_settings", "create_comment", "case_reopen"}, capabilities(DeleteCases), nil},
		{"8.18", withoutDelete, "securitySolutionCasesV3", []string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"}, capabilities(DeleteCases), nil},
		{"9.3", withoutDelete, "securitySolutionCasesV3", []string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign"}, capabilities(DeleteCases), nil},
		{"9.4", withoutDelete, "securitySolutionCasesV3", []string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"}, capabilities(DeleteCases), nil},
		{"serverless", withoutDelete, "securitySolutionCasesV3", []string{"minimal_all", "cases_settings", "create_comment", "case_reopen", "cases_assign", "cases_manage_templates"}, capabilities(DeleteCases), nil},

		{"8.17", clerk, "securitySolutionCasesV2", []string{"minimal_all", "cases_delete", "create_comment"}, capabilities(EditSettings, ReopenCases), nil},
		{"8.18", clerk, "securitySolutionCasesV3", []string{"minimal_all", "cases_delete", "create_comment", "cases_assign"}, capabilities(EditSettings, ReopenCases), nil},
		{"9.4", clerk, "securitySolutionCasesV3", []string{"minimal_all", "cases_delete", "create_comment", "cases_assign", "cases_manage_templates"}, capabilities(EditSettings, ReopenCases), nil},

		{"8.17", commenter, "securitySolutionCasesV2", []string{"minimal_read", "create_comment"}, nil, capabilities(AddComments)},
		{"9.2", commenter, "securitySolutionCasesV3", []string{"minimal_read", "create_comment"}, nil, capabilities(AddComments)},
		{"serverless", commenter, "securitySolutionCasesV3", []string{"minimal_read", "create_comment"}, nil, capabilities(AddComments)},

		{"8.11", cleaner, "securitySolutionCases", []string{"minimal_read", "cases_delete"}, nil, capabilities(DeleteCases)},
		{"8.16", cleaner, "securitySolutionCases", []string{"minimal_read", "cases_delete"}, nil, capabilities(DeleteCases)},
		{"9.5", cleaner, "securitySolutionCasesV3", []string{"minimal_read", "cases_delete"}, nil, capabilities(DeleteCases)},

		// Setting what the level grants changes nothing.
		{"9.2", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: true})}, "securitySolutionCasesV3", []string{"all"}, nil, nil},
		{"9.2", SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: false})}, "securitySolutionCasesV3", []string{"read"}, nil, nil},
		// Everything withheld is the minimal privilege. Everything added is not "all".
		{"9.3", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(choice{
			SubDeleteCases: false, SubEditSettings: false, SubAddComments: false, SubReopenCases: false, SubAssignUsers: false,
		})}, "securitySolutionCasesV3", []string{"minimal_all"}, capabilities(DeleteCases, EditSettings, AddComments, ReopenCases, AssignUsers), nil},
		{"8.12", SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: true, SubEditSettings: true})}, "securitySolutionCases", []string{"minimal_read", "cases_delete", "cases_settings"}, nil, capabilities(DeleteCases, EditSettings)},
	} {
		t.Run(test.version+"/"+string(test.access.Access.Get()), func(t *testing.T) {
			t.Parallel()
			c := builtIn(t, test.version)
			stored := c.Encode(securityInSoc(test.access))
			if diff := cmp.Diff(test.stored, stored["soc"].Features[test.feature]); diff != "" {
				t.Errorf("stored on %s (-want +got):\n%s", test.feature, diff)
			}
			level := capabilities(ReadCases)
			if test.access.Access.Get() != View {
				level = assigneeCapabilitiesIn(c)
			}
			if test.access.Access.Get() == Full {
				level = append(level, PushCases)
			}
			want := slices.Concat(slices.DeleteFunc(level, func(x Capability) bool { return slices.Contains(test.lost, x) }), test.gained)
			if diff := cmp.Diff(want, c.Capabilities(stored)["soc/security"]); diff != "" {
				t.Errorf("capabilities (-want +got):\n%s", diff)
			}
		})
	}
}

func assigneeCapabilitiesIn(c Catalogue) []Capability {
	if c.version.AtLeast(9, 4) {
		return slices.Clone(assigneeCapabilitiesWithTemplates)
	}
	return slices.Clone(assigneeCapabilities)
}

// Each sub-feature is withheld from assignee, and added to view, in the releases that
// support it.
func TestEachSubFeatureInEachRelease(t *testing.T) {
	t.Parallel()
	table := []struct {
		key        SubFeature
		privilege  string
		capability Capability
		releases   []string
	}{
		{"delete_cases", "cases_delete", "delete_cases", []string{"8.11", "8.12", "8.16", "8.17", "8.18", "9.3", "9.4", "9.5", "serverless"}},
		{"edit_settings", "cases_settings", "edit_settings", []string{"8.12", "8.16", "8.17", "8.18", "9.3", "9.4", "9.5", "serverless"}},
		{"add_comments", "create_comment", "add_comments", []string{"8.17", "8.18", "9.3", "9.4", "9.5", "serverless"}},
		{"reopen_cases", "case_reopen", "reopen_cases", []string{"8.17", "8.18", "9.3", "9.4", "9.5", "serverless"}},
		{"assign_users", "cases_assign", "assign_users", []string{"8.18", "9.3", "9.4", "9.5", "serverless"}},
		{"manage_templates", "cases_manage_templates", "manage_templates", []string{"9.4", "9.5", "serverless"}},
	}
	for _, sub := range table {
		for _, release := range sub.releases {
			t.Run(string(sub.key)+"/"+release, func(t *testing.T) {
				t.Parallel()
				c := builtIn(t, release)
				newest, _ := c.newest(Observability)
				without := Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Observability: {Access: Known(Assignee), SubFeatures: choose(choice{sub.key: false})}})}}
				with := Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Observability: {Access: Known(View), SubFeatures: choose(choice{sub.key: true})}})}}

				withheld := c.Encode(without)
				if held := withheld["soc"].Features[newest.feature]; slices.Contains(held, sub.privilege) || !slices.Contains(held, "minimal_all") {
					t.Errorf("withheld: %q", held)
				}
				want := slices.DeleteFunc(assigneeCapabilitiesIn(c), func(x Capability) bool { return x == sub.capability })
				if diff := cmp.Diff(want, c.Capabilities(withheld)["soc/observability"]); diff != "" {
					t.Errorf("withheld (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(inSoc(featureIDs{newest.feature: {"minimal_read", sub.privilege}}), c.Encode(with)); diff != "" {
					t.Errorf("added (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(capabilities(ReadCases, sub.capability), c.Capabilities(c.Encode(with))["soc/observability"]); diff != "" {
					t.Errorf("added (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// Setting what the level grants is supported.
func TestUnsupportedSubFeaturesInEachRelease(t *testing.T) {
	t.Parallel()
	every := func(granted bool) choice {
		all := choice{}
		for _, key := range SubFeatures() {
			all[key] = granted
		}
		return all
	}
	settings, comments := Unsupported{SubFeature: "edit_settings", Since: version(t, "8.12")}, Unsupported{SubFeature: "add_comments", Since: version(t, "8.17")}
	reopen, assign := Unsupported{SubFeature: "reopen_cases", Since: version(t, "8.17")}, Unsupported{SubFeature: "assign_users", Since: version(t, "8.18")}
	templates := Unsupported{SubFeature: "manage_templates", Since: version(t, "9.4")}
	grant := func(list ...Unsupported) []Unsupported {
		for i := range list {
			list[i].Granted = true
		}
		return list
	}
	withhold := func(list ...Unsupported) []Unsupported { return list }
	for _, test := range []struct {
		version string
		access  SolutionAccess
		want    []Unsupported
	}{
		// Withheld from full or assignee: unsupported if minimal_all grants it.
		{"8.11", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(every(false))}, withhold(settings, comments, reopen, assign)},
		{"8.12", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(every(false))}, withhold(comments, reopen, assign)},
		{"8.16", SolutionAccess{Access: Known(Full), SubFeatures: choose(every(false))}, withhold(comments, reopen, assign)},
		{"8.17", SolutionAccess{Access: Known(Full), SubFeatures: choose(every(false))}, withhold(assign)},
		{"8.18", SolutionAccess{Access: Known(Full), SubFeatures: choose(every(false))}, nil}, // templates do not exist yet
		{"9.3", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(every(false))}, nil},
		{"9.4", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(every(false))}, nil},
		{"serverless", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(every(false))}, nil},
		// Granted to full or assignee: unsupported if it does not exist yet.
		{"8.11", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(every(true))}, grant(templates)},
		{"8.17", SolutionAccess{Access: Known(Assignee), SubFeatures: choose(every(true))}, grant(templates)},
		{"9.3", SolutionAccess{Access: Known(Full), SubFeatures: choose(every(true))}, grant(templates)},
		{"9.4", SolutionAccess{Access: Known(Full), SubFeatures: choose(every(true))}, nil},
		// Added to view: unsupported if it is not a privilege yet.
		{"8.11", SolutionAccess{Access: Known(View), SubFeatures: choose(every(true))}, grant(settings, comments, reopen, assign, templates)},
		{"8.12", SolutionAccess{Access: Known(View), SubFeatures: choose(every(true))}, grant(comments, reopen, assign, templates)},
		{"8.17", SolutionAccess{Access: Known(View), SubFeatures: choose(every(true))}, grant(assign, templates)},
		{"8.18", SolutionAccess{Access: Known(View), SubFeatures: choose(every(true))}, grant(templates)},
		{"9.4", SolutionAccess{Access: Known(View), SubFeatures: choose(every(true))}, nil},
		{"serverless", SolutionAccess{Access: Known(View), SubFeatures: choose(every(true))}, nil},
		// Withheld from view, which has none.
		{"8.11", SolutionAccess{Access: Known(View), SubFeatures: choose(every(false))}, nil},
		// Without sub-features.
		{"8.11", SolutionAccess{Access: Known(Full), SubFeatures: choose(nil)}, nil},
		{"8.11", SolutionAccess{Access: Known(None), SubFeatures: choose(nil)}, nil},
	} {
		t.Run(test.version+"/"+string(test.access.Access.Get()), func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, builtIn(t, test.version).Unsupported(Security, test.access), ignoreEmpty, cmp.AllowUnexported(Version{})); diff != "" {
				t.Errorf("unsupported (-want +got):\n%s", diff)
			}
		})
	}
	if got := builtIn(t, "serverless").Unsupported(Stack, SolutionAccess{Access: Known(View), SubFeatures: choose(every(true))}); got != nil {
		t.Errorf("a missing solution: %v", got)
	}
	if got := settings.String() + ", " + grant(templates)[0].String(); got != "withhold edit_settings, grant manage_templates" {
		t.Error(got)
	}
}

// Each sub-feature is there from the release on that the table says.
func TestSubFeaturesSince(t *testing.T) {
	t.Parallel()
	for _, sub := range subFeatures {
		since := sub.since
		before := Version{major: since.major, minor: since.minor - 1}
		for v, want := range map[Version]bool{since: true, before: false} {
			if !v.Supported() {
				continue
			}
			if _, _, has := builtIn(t, v.String()).Describe(Security); slices.Contains(has, sub.key) != want {
				t.Errorf("%s in %s: %v", sub.key, v, !want)
			}
		}
	}
}

// A catalogue keeps what it has encoded. It must not take one access for another.
func TestEncodingsAreKeptApart(t *testing.T) {
	t.Parallel()
	c := builtIn(t, "9.5")
	newest, _ := c.newest(Security)
	rapid.Check(t, func(t *rapid.T) {
		access := SolutionAccess{Access: Known(rapid.SampledFrom(AccessLevels()[:3]).Draw(t, "level")), SubFeatures: map[SubFeature]Value[bool]{}}
		for _, sub := range SubFeatures() {
			if rapid.IntRange(0, 2).Draw(t, string(sub)) > 0 {
				access.SubFeatures[sub] = Known(rapid.Bool().Draw(t, "granted"))
			}
		}
		want, refused := c.encodeAccess(Security, newest, access)
		if kept := c.encoding(Security, newest, access); !slices.Equal(kept.ids, want) || len(kept.refused) != len(refused) {
			t.Fatalf("%v: kept %q, want %q", access, kept.ids, want)
		}
	})
	granted, withheld := SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: true})}, SolutionAccess{Access: Known(View), SubFeatures: choose(choice{SubDeleteCases: false})}
	if a, b := c.encoding(Security, newest, granted), c.encoding(Security, newest, withheld); slices.Equal(a.ids, b.ids) {
		t.Errorf("granted and withheld: %q", a.ids)
	}
}
