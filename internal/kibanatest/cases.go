package kibanatest

import "slices"

// Kibana defines a cases privilege by kinds of access, such as "create", and expands
// each kind into operations. Releases differ in both.

// casesSub is a sub-feature privilege of Cases.
type casesSub struct {
	id, name, feature, kind, ui string
	// since is the first release that has the privilege, and generation is the first
	// generation of the cases features that has it.
	since      release
	generation int
}

// casesFeatures returns the cases features of a release. Each of the three solutions
// has up to three generations of its feature; only the newest is not deprecated.
func casesFeatures(r release) []Feature {
	newest := 1
	switch {
	case r >= 818:
		newest = 3
	case r >= 817:
		newest = 2
	}
	var features []Feature
	for _, solution := range []struct{ id, owner, category string }{
		{"generalCases", "cases", "Management"},
		{"observabilityCases", "observability", "Observability"},
		{"securitySolutionCases", "securitySolution", "Security"},
	} {
		for generation := 1; generation <= newest; generation++ {
			f := casesFeature(r, solution.id, generation, newest)
			f.Owner, f.Category = solution.owner, solution.category
			features = append(features, f)
		}
	}
	return features
}

func casesFeature(r release, solution string, generation, newest int) Feature {
	f := Feature{
		ID:   generationID(solution, generation),
		Name: "Cases",
		All:  Privilege{Operations: casesOperations(r, casesAllKinds(r, generation)...), UI: casesAllUI(r, generation)},
		Read: Privilege{Operations: casesOperations(r, "read"), UI: []string{"read_cases", "cases_connectors"}},
	}
	for _, s := range casesSubs() {
		if r < s.since || generation < s.generation {
			continue
		}
		f.Sub = append(f.Sub, SubFeature{Name: s.feature, Privileges: []Privilege{{
			ID: s.id, Name: s.name, IncludeIn: "all", Operations: casesOperations(r, s.kind), UI: []string{s.ui},
		}}})
	}
	if generation == newest {
		return f
	}
	if generation == 1 {
		f.Name = "Cases (Deprecated)"
	}
	successor := generationID(solution, newest)
	return f.replacedBy(successor, func(level string) []FeaturePrivileges {
		if level == "minimal_all" {
			return []FeaturePrivileges{{successor, casesMinimalAll(r, generation)}}
		}
		return []FeaturePrivileges{{successor, []string{level}}}
	})
}

// casesOperations expands kinds of access into the operations of a release.
func casesOperations(r release, kinds ...string) []string {
	var ops []string
	add := func(more ...string) {
		for _, op := range more {
			if !slices.Contains(ops, op) {
				ops = append(ops, op)
			}
		}
	}
	for _, kind := range kinds {
		switch kind {
		case "push":
			add("pushCase")
		case "create":
			add("createCase")
			if r < 817 {
				add("createComment")
			}
			if r < 812 {
				add("createConfiguration")
			}
		case "read":
			add("getCase", "getComment", "getTags", "getReporters", "getUserActions", "findConfigurations")
			if r >= 905 {
				add("getFieldDefinitions")
			}
		case "update":
			add("updateCase", "updateComment")
			if r < 812 {
				add("updateConfiguration")
			}
		case "delete":
			add("deleteCase", "deleteComment")
		case "settings":
			add("createConfiguration", "updateConfiguration")
		case "createComment":
			add("createComment")
		case "reopenCase":
			add("reopenCase")
		case "assign":
			add("assignCase")
		case "manageTemplates":
			add("manageTemplate")
			if r >= 905 {
				add("getFieldDefinitions")
			}
		}
	}
	return ops
}

func casesSubs() []casesSub {
	return []casesSub{
		{"cases_delete", "Delete cases and comments", "Delete", "delete", "delete_cases", 804, 1},
		{"cases_settings", "Edit case settings", "Case settings", "settings", "cases_settings", 812, 1},
		{"create_comment", "Add comments to cases", "Create comments & attachments", "createComment", "create_comment", 817, 2},
		{"case_reopen", "Re-open closed cases", "Re-open", "reopenCase", "case_reopen", 817, 2},
		{"cases_assign", "Assign users to cases", "Assign users", "assign", "cases_assign", 818, 3},
		{"cases_manage_templates", "Manage case templates", "Manage templates", "manageTemplates", "cases_manage_templates", 904, 2},
	}
}

func generationID(solution string, generation int) string {
	return solution + [...]string{"", "V2", "V3"}[generation-1]
}

// inheritedSubs returns the sub-feature privileges whose access a generation's all
// and minimal_all include by themselves. Later generations need the sub-feature
// privilege for it.
func inheritedSubs(r release, generation int) []casesSub {
	var subs []casesSub
	for _, s := range casesSubs() {
		first := s.generation
		if s.id == "cases_manage_templates" {
			first = 3 // the second generation has it both ways
		}
		if r >= s.since && generation < first {
			subs = append(subs, s)
		}
	}
	return subs
}

// casesAllKinds returns the kinds of access of a generation's all.
func casesAllKinds(r release, generation int) []string {
	kinds := []string{"create", "read", "update", "push"}
	for _, s := range inheritedSubs(r, generation) {
		kinds = append(kinds, s.kind)
	}
	return kinds
}

// casesAllUI returns the UI capabilities of a generation's all.
func casesAllUI(r release, generation int) []string {
	ui := []string{"create_cases", "read_cases", "update_cases", "push_cases", "cases_connectors"}
	for _, s := range inheritedSubs(r, generation) {
		ui = append(ui, s.ui)
	}
	return ui
}

// casesMinimalAll returns the privileges of the newest generation that replace
// minimal_all of an older one: minimal_all, and a sub-feature privilege for each
// kind of access that is no longer part of it.
func casesMinimalAll(r release, generation int) []string {
	ids := []string{"minimal_all"}
	for _, s := range inheritedSubs(r, generation) {
		ids = append(ids, s.id)
	}
	return ids
}
