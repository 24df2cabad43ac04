package cases

// SubFeature is a part of case management that a role can grant or withhold by
// itself, under the name that configurations use for it.
type SubFeature string

// The sub-features that Kibana documents for cases.
const (
	DeleteCasesFeature     SubFeature = "delete_cases"
	EditSettingsFeature    SubFeature = "edit_settings"
	AddCommentsFeature     SubFeature = "add_comments"
	ReopenCasesFeature     SubFeature = "reopen_cases"
	AssignUsersFeature     SubFeature = "assign_users"
	ManageTemplatesFeature SubFeature = "manage_templates"
)

// subFeature holds the facts about one sub-feature.
type subFeature struct {
	key        SubFeature
	privilege  string // sub-feature privilege id in Kibana
	kind       kind
	capability Capability // what it gives
	since      Version    // first release that can grant or withhold it
}

// subFeatures lists the sub-features in the order in which Kibana gained them,
// which is also the order in which privileges are written.
var subFeatures = []subFeature{
	{DeleteCasesFeature, "cases_delete", kindDelete, DeleteCases, Version{major: 8, minor: 4}},
	{EditSettingsFeature, "cases_settings", kindSettings, EditSettings, Version{major: 8, minor: 12}},
	{AddCommentsFeature, "create_comment", kindCreateComment, AddComments, Version{major: 8, minor: 17}},
	{ReopenCasesFeature, "case_reopen", kindReopen, ReopenCases, Version{major: 8, minor: 17}},
	{AssignUsersFeature, "cases_assign", kindAssign, AssignUsers, Version{major: 8, minor: 18}},
	{ManageTemplatesFeature, "cases_manage_templates", kindManageTemplates, ManageTemplates, Version{major: 9, minor: 4}},
}

// SubFeatures returns the names of all sub-features, oldest first.
func SubFeatures() []SubFeature {
	names := make([]SubFeature, 0, len(subFeatures))
	for _, s := range subFeatures {
		names = append(names, s.key)
	}
	return names
}

// subFeatureByPrivilege finds a sub-feature by its privilege id.
func subFeatureByPrivilege(id string) (subFeature, bool) {
	for _, s := range subFeatures {
		if s.privilege == id {
			return s, true
		}
	}
	return subFeature{}, false
}
