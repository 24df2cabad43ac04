package provider_test

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// outcome is what a configuration comes to on some Kibanas: what is stored and
// what it lets people do in the space soc, or what each refusal says.
type outcome struct {
	stored  string // "<feature>: <privileges>; <feature>: ..."
	can     string // "<key>: <capabilities>; <key>: ..."
	refused []string
}

func refused(says ...string) outcome { return outcome{refused: says} }

// What people can do with every privilege that a release has, and Connectors.
// Releases with templates give more.
const (
	connect       = "; connectors: use_connectors"
	manage        = "; connectors: use_connectors manage_connectors"
	classic       = "read_cases create_cases update_cases delete_cases edit_settings add_comments reopen_cases assign_users"
	pushing       = " push_cases"
	noDeleting    = "read_cases create_cases update_cases edit_settings add_comments reopen_cases assign_users push_cases"
	noDeletingNow = "read_cases create_cases update_cases edit_settings add_comments manage_templates reopen_cases assign_users push_cases"
	noSettings    = "read_cases create_cases update_cases delete_cases add_comments reopen_cases assign_users push_cases"
	noSettingsNow = "read_cases create_cases update_cases delete_cases add_comments manage_templates reopen_cases assign_users push_cases"
	noSecurity    = "has no Security cases. Remove security"
	noSolution    = "This serverless project has no %s cases"
	late817       = ": that needs Kibana 8.17 or newer. Remove %s, which then follows the access level"
	newReleases   = "9.4 9.5 9.6"
	withSecurity  = newReleases + " serverless-security"
)

const newerSubs = "cases_settings create_comment case_reopen cases_assign cases_manage_templates"

// upgraded are roles that every release from 8.15 on takes, and what they store
// in the space soc, once they are written in 9.5.
func upgraded() map[string]struct {
	soc    object
	stored string
} {
	return map[string]struct {
		soc    object
		stored string
	}{
		"full":     {object{"security": object{"access": "full"}}, "securitySolutionCasesV3: all; actions: all"},
		"assignee": {object{"observability": object{"access": "assignee"}, "connectors": "read"}, "observabilityCasesV3: all; actions: read"},
		"view":     {object{"stack": object{"access": "view"}}, "generalCasesV3: read"},
		"custom": {
			object{"stack": object{"access": "assignee", "sub_features": object{"delete_cases": false}}},
			"generalCasesV3: minimal_all cases_settings create_comment case_reopen cases_assign cases_manage_templates",
		},
		"viewer_who_deletes": {
			object{"security": object{"access": "view", "sub_features": object{"delete_cases": true}}},
			"securitySolutionCasesV3: minimal_read cases_delete",
		},
		"base": {object{"base": "all"}, "base: all"},
		"none": {object{"security": object{"access": "none"}}, ""},
	}
}

// on finds what is said about a profile.
func on(profile string, outcomes map[string]outcome) (found outcome, ok bool) {
	for names, o := range outcomes {
		if slices.Contains(strings.Fields(names), profile) {
			return o, true
		}
	}
	return found, false
}

// lists are the parts of an outcome, by key.
func lists(text, prefix string) map[string]string {
	lists := map[string]string{}
	for part := range strings.SplitSeq(text, "; ") {
		if key, list, ok := strings.Cut(part, ": "); ok {
			lists[prefix+key] = list
		}
	}
	return lists
}

// lines are the features of an outcome, each with its privileges.
func (o outcome) lines() string {
	var lines []string
	for feature, ids := range lists(o.stored, "") {
		lines = append(lines, line(feature, strings.Fields(ids)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func line(feature string, ids []string) string {
	return feature + ": " + strings.Join(slices.Sorted(slices.Values(ids)), " ")
}

func (o outcome) knownCapabilities() knownvalue.Check { return knownLists(lists(o.can, "soc/")) }

func (o outcome) knownPrivileges() knownvalue.Check {
	spaces := map[string]knownvalue.Check{}
	features := lists(o.stored, "")
	delete(features, "base")
	if len(features) > 0 {
		spaces["soc"] = knownIDs(features)
	}
	return knownvalue.MapExact(spaces)
}

// inSpace lists the features that a role holds in a space, one a line.
func inSpace(r roles.Role, space string) string {
	held := roles.PrivilegesOf(r.Kibana)[space]
	var lines []string
	for feature, ids := range held.Features {
		lines = append(lines, line(feature, ids))
	}
	if len(held.Base) > 0 {
		lines = append(lines, line("base", held.Base))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
