package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// road is a way in which the role "road" lets people delete security cases in the space
// "soc", or seems to.
type road struct {
	config  object            // what a plan creates, or
	planted kibanatest.ESRole // what Elasticsearch stores already
	license string            // "trial" by default
	want    answersTo
}

// answersTo is what each object says of it. Empty means that it says no.
type answersTo struct {
	plan   string // keys of capabilities with delete_cases in the plan, or the summary of what it says
	role   string // likewise, in data.cases_role
	found  bool   // by data.cases_roles, asked for delete_cases in the space
	access string // sources of data.cases_access, asked for the space
	listed string // by the list resource, asked for the space: "yes", or why not
}

// TestEveryRoadToDeletingCases: each answer tells the same truth about who can delete
// cases, however they can.
func TestEveryRoadToDeletingCases(t *testing.T) {
	t.Parallel()
	const v3 = "feature_securitySolutionCasesV3."
	inSpace := func(space string, o object) object {
		return object{"name": "road", "spaces": object{space: o}}
	}
	disabled := granting("space:soc: " + v3 + "all")
	disabled.Indices = []kibanatest.ESIndices{{Names: []string{"x"}, Privileges: []string{"read"}, Query: `{"match_all":{}}`}}
	for name, r := range map[string]road{
		"level": {
			config: inSpace("soc", object{"security": access("assignee")}),
			want:   answersTo{"soc/security", "soc/security", true, "road soc securitySolutionCasesV3.all", "yes"},
		},
		"sub-feature": {
			config: inSpace("soc", object{"security": object{"access": "view", "sub_features": object{"delete_cases": true}}}),
			want:   answersTo{"soc/security", "soc/security", true, "road soc securitySolutionCasesV3.cases_delete", "yes"},
		},
		"old id": {
			config: inSpace("soc", object{"features": object{"securitySolutionCasesV2": []string{"cases_delete"}}}),
			want:   answersTo{"soc/security", "soc/security", true, "road soc securitySolutionCasesV2.cases_delete", "yes"},
		},
		"all spaces": {
			config: inSpace("*", object{"security": access("assignee")}),
			want:   answersTo{"*/security", "*/security", true, "road * securitySolutionCasesV3.all", "yes"},
		},
		"base": {
			config: inSpace("soc", object{"base": "all"}),
			want:   answersTo{"soc/security", "soc/security", true, "road soc base.all", "yes"},
		},
		"pattern": {
			planted: granting("space:s?c: " + v3 + "cases_delete"),
			want:    answersTo{"s?c/security", "s?c/security", true, "road s?c securitySolutionCasesV3.cases_delete", "The list is not complete"},
		},
		"every privilege of Kibana": { // by Elasticsearch's role API
			planted: granting("*: *"),
			want:    answersTo{`Role "road" grants more than its plan shows`, "*/security", true, "road * base.all", "yes"},
		},
		"every privilege of every application": {
			planted: kibanatest.ESRole{Applications: []kibanatest.ESApplication{{Application: "*", Resources: []string{"*"}, Privileges: []string{"*"}}}},
			want:    answersTo{`Role "road" grants more than its plan shows`, "*/security", true, "road * base.all", "yes"},
		},
		"disabled role": {
			planted: disabled, license: "gold",
			want: answersTo{"Role \"road\" is switched off", "disabled, soc/security", false, "", "yes"},
		},
		"basic licence": {
			config:  inSpace("soc", object{"security": object{"access": "view", "sub_features": object{"delete_cases": true}}}),
			license: "basic",
			want:    answersTo{"Licence does not cover sub-features", "", false, "", "yes"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			if r.license != "" {
				k.SetLicense(r.license)
			}
			got := answersTo{plan: k.plansRoad(t, r)}
			p := start(t, k.settings(nil))
			data := p.reads("cases_role", object{"name": "road"})
			got.role = deletesIn(data["capabilities"])
			if data["disabled"] == true {
				got.role = "disabled, " + got.role
			}
			roles, _ := p.reads("cases_roles", object{"space": "soc", "solution": "security", "capability": "delete_cases"})["roles"].(map[string]any)
			got.found = roles["road"] != nil
			union := p.reads("cases_access", object{"roles": []string{"road"}, "spaces": []string{"soc"}})
			got.access = sourcesOfDeleting(union)
			matrix, _ := union["markdown"].(string)
			if strings.Contains(matrix, "| delete cases | ✓") != (got.access != "") {
				t.Errorf("the matrix does not say what sources do:\n%s", matrix)
			}
			list := start(t, k.settings(nil))
			if slices.Contains(names(list.lists(roleType, object{"space": "soc"}, false, 0)), "road") {
				got.listed = "yes"
			} else {
				got.listed = summaryOf(list)
			}
			if diff := cmp.Diff(r.want, got, cmp.AllowUnexported(answersTo{})); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
}

// plansRoad applies the configuration, or stores the role and imports it, and returns the
// places where the plan lets people delete cases. Without any it returns what the plan says.
func (k target) plansRoad(t *testing.T, r road) string {
	t.Helper()
	p := start(t, k.settings(nil))
	var capabilities any
	if r.config == nil {
		k.Plant("road", r.planted)
		imported := p.importObject(ownRole, "road")
		if imported.state != nil {
			capabilities = p.objectOf(imported.state, p.typeOf(ownRole))["capabilities"]
		}
	} else {
		capabilities = p.objectOf(p.plan(r.config).PlannedState, p.typeOf(ownRole))["capabilities"]
		start(t, k.settings(nil)).create(r.config)
	}
	if said := summaryOf(p); said != "" {
		return said
	}
	return deletesIn(capabilities)
}

// summaryOf returns the summary of the first thing that the provider said.
func summaryOf(p *process) string {
	if len(p.diagnostics) == 0 {
		return ""
	}
	_, said, _ := strings.Cut(p.diagnostics[0], ": ")
	summary, _, _ := strings.Cut(said, ": ")
	return summary
}

func deletesIn(capabilities any) string {
	var keys []string
	held, _ := capabilities.(map[string]any)
	if o, ok := capabilities.(object); ok {
		held = o
	}
	for _, key := range slices.Sorted(maps.Keys(held)) {
		if list, _ := held[key].([]any); strings.HasSuffix(key, "/security") && slices.Contains(list, any("delete_cases")) {
			keys = append(keys, key)
		}
	}
	return strings.Join(keys, " ")
}

func sourcesOfDeleting(data map[string]any) string {
	sources, _ := data["sources"].(map[string]any)["soc/security"].(map[string]any)
	var all []string
	list, _ := sources["delete_cases"].([]any)
	for _, source := range list {
		s, _ := source.(map[string]any)
		all = append(all, fmt.Sprint(s["role"], " ", s["space"], " ", s["privilege"]))
	}
	return strings.Join(all, ", ")
}
