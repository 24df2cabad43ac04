package roles

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Only "enabled": false switches a role off. An older Kibana may send no key.
func TestRoleReadsWhetherElasticsearchHasSwitchedItOff(t *testing.T) {
	t.Parallel()
	for transient, want := range map[string]bool{
		``: false, `"transient_metadata": {},`: false, `"transient_metadata": null,`: false, `"transient_metadata": {"enabled": true},`: false,
		`"transient_metadata": {"enabled": null},`: false, `"transient_metadata": {"enabled": false},`: true,
		`"transient_metadata": {"enabled": false, "unlicensed_features": ["fls", "dls"]},`: true,
	} {
		var role Role
		if err := json.Unmarshal([]byte(`{"name": "a", `+transient+`"elasticsearch": {}, "kibana": []}`), &role); err != nil {
			t.Fatal(err)
		}
		if role.Disabled != want || strings.Contains(transient, "fls") != slices.Equal(role.UnlicensedFeatures, []string{"fls", "dls"}) {
			t.Errorf("%s: disabled %v, unlicensed %q", transient, role.Disabled, role.UnlicensedFeatures)
		}
	}
}

// A change of the licence is no change of the role, and is never sent back.
func TestDisabledIsNoPartOfTheRole(t *testing.T) {
	t.Parallel()
	on, off := Role{Name: "a"}, Role{Name: "a", Disabled: true, UnlicensedFeatures: []string{"dls"}}
	if !on.Equal(off) || on.Fingerprint() != off.Fingerprint() {
		t.Error("a switched-off role is another role")
	}
	sent, err := off.Payload()
	if err != nil || strings.Contains(string(sent), "dls") || strings.Contains(string(sent), "isabled") {
		t.Errorf("sent %s, %v", sent, err)
	}
}
