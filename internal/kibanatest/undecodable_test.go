package kibanatest

import (
	"net/http"
	"testing"
)

// TestUndecodable breaks each rule. If a role breaks several rules, the first one
// decides.
func TestUndecodable(t *testing.T) {
	t.Parallel()
	p := Newest().With(
		Feature{ID: "global", All: Privilege{RequireAllSpaces: true}, Hidden: true},
		Feature{ID: "off", Read: Privilege{Disabled: true}},
	)
	s := Start(t, p)
	star, soc := []string{"*"}, []string{"space:soc"}
	for _, tt := range []struct {
		reason string
		apps   []ESApplication
	}{
		{"reserved_privileges_mixed", []ESApplication{{"kibana-*", []string{"reserved_x", "all"}, star}}},
		{"reserved_privileges_mixed", []ESApplication{{"*", []string{"space_all"}, soc}}},
		{"reserved_privileges_mixed", []ESApplication{kibanaApp([]string{"reserved_x"}, star), {"*", []string{"read"}, star}}},
		{"reserved_privileges_wrong_app", []ESApplication{kibanaApp([]string{"reserved_x", "all"}, star)}},
		{"space_privileges_global", []ESApplication{kibanaApp([]string{"space_all"}, star)}},
		{"global_privileges_space", []ESApplication{kibanaApp([]string{"all"}, soc)}},
		{"global_privileges_space", []ESApplication{{"kibana-*", []string{"reserved_x"}, soc}}},
		{"global_privileges_space", []ESApplication{kibanaApp([]string{"*"}, soc)}},
		{"base_feature_privileges_mixed", []ESApplication{kibanaApp([]string{"space_read", "feature_ml.all"}, soc)}},
		{"global_resource_mixed", []ESApplication{kibanaApp([]string{"feature_ml.all"}, []string{"*", "space:soc"})}},
		{"invalid_resource_format", []ESApplication{kibanaApp([]string{"feature_ml.all"}, []string{"soc"})}},
		{"duplicated_resources", []ESApplication{kibanaApp([]string{"feature_ml.all"}, []string{"space:soc", "space:soc"})}},
		{"duplicated_resources", []ESApplication{kibanaApp([]string{"feature_ml.all"}, soc), kibanaApp([]string{"feature_apm.all"}, soc)}},
		{"feature_requires_all_spaces", []ESApplication{kibanaApp([]string{"feature_global.all", "feature_off.read"}, soc)}},
		{"disabled_feature_privileges", []ESApplication{kibanaApp([]string{"feature_off.read"}, star)}},
		{"transformation_exception", []ESApplication{kibanaApp([]string{"feature_ml.a;;"}, star)}},
		{"", []ESApplication{kibanaApp([]string{"feature_global.minimal_all", "feature_off.minimal_read"}, soc)}},
		{"", []ESApplication{kibanaApp([]string{"all"}, star), {"kibana-*", []string{"reserved_x"}, star}}},
		{"", []ESApplication{kibanaApp([]string{"nonsense"}, star)}},
	} {
		s.Plant("r", ESRole{Applications: tt.apps})
		got := send(t, s, "GET", rolePath+"r", "").wantStatus(t, http.StatusOK).object(t)
		if tt.reason == "" {
			equal(t, got["_transform_error"], any([]any{}))
			continue
		}
		equal(t, got["kibana"], any([]any{}))
		equal(t, got["_transform_error"], any([]any{map[string]any{
			"reason": "kibana:" + tt.reason,
			"state":  decoded(t, []byte(encoded(t, tt.apps))),
		}}))
	}
}

func TestUnknownPrivilegesAreNotShown(t *testing.T) {
	t.Parallel()
	s := Start(t, Newest())
	s.Plant("r", ESRole{Applications: []ESApplication{kibanaApp([]string{"nonsense", "read", "read"}, []string{"*"})}})
	got := send(t, s, "GET", rolePath+"r", "").object(t)
	equal(t, got["kibana"], any([]any{map[string]any{
		"base": []any{"read", "read"}, "feature": map[string]any{}, "spaces": []any{"*"},
	}}))
}
