package cases

// SubFeature is the name of a sub-feature of cases in a configuration. A role can
// grant or withhold each sub-feature separately.
type SubFeature string

// The sub-features of cases, from Kibana's feature definitions
// (x-pack/platform/plugins/shared/cases/server/features).
const (
	SubDeleteCases     SubFeature = "delete_cases"
	SubEditSettings    SubFeature = "edit_settings"
	SubAddComments     SubFeature = "add_comments"
	SubReopenCases     SubFeature = "reopen_cases"
	SubAssignUsers     SubFeature = "assign_users"
	SubManageTemplates SubFeature = "manage_templates"
)

// subFeature describes one sub-feature.
type subFeature struct {
	key        SubFeature
	privilege  string     // sub-feature privilege id in Kibana
	kind       kind       // the operations that it grants
	capability Capability // the capability that it gives
	since      Version    // the first release that can grant or withhold it
}

// subFeatures lists all sub-features in the order in which Kibana added them.
// Privileges are stored in the same order.
var subFeatures = []subFeature{
	{SubDeleteCases, "cases_delete", kindDelete, DeleteCases, Version{major: 8, minor: 4}},
	{SubEditSettings, "cases_settings", kindSettings, EditSettings, Version{major: 8, minor: 12}},
	{SubAddComments, "create_comment", kindCreateComment, AddComments, Version{major: 8, minor: 17}},
	{SubReopenCases, "case_reopen", kindReopen, ReopenCases, Version{major: 8, minor: 17}},
	{SubAssignUsers, "cases_assign", kindAssign, AssignUsers, Version{major: 8, minor: 18}},
	{SubManageTemplates, "cases_manage_templates", kindManageTemplates, ManageTemplates, Version{major: 9, minor: 4}},
}

// SubFeatures returns all sub-features, oldest first.
func SubFeatures() []SubFeature {
	names := make([]SubFeature, 0, len(subFeatures))
	for _, s := range subFeatures {
		names = append(names, s.key)
	}
	return names
}

// subFeatureByPrivilege returns the sub-feature with a privilege id. Ok is false if
// the id is unrecognized.
func subFeatureByPrivilege(id string) (s subFeature, ok bool) {
	for _, s := range subFeatures {
		if s.privilege == id {
			return s, true
		}
	}
	return subFeature{}, false
}
