package provider_test

import "testing"

// TestPinnedVersionIsNotTheServers: a plan for another release than the server's
// would store ids that the server does not know, and grant nothing.
func TestPinnedVersionIsNotTheServers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pinned string
		right  bool
	}{
		"the server's own": {"8.17.3", true},
		"a newer one":      {"9.2.0", false},
		"an older one":     {"8.15.0", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, "8.17"))
			p := start(t, k.settings(object{"kibana_version": test.pinned}))
			p.create(object{"name": "test", "spaces": inSoc(security("full"))})
			if test.right {
				p.wants()
				return
			}
			p.wants("Kibana is not the one that this plan was made for", "Nothing was written", "kibana_version")
			wantNone(t, k.requests("PUT"))
		})
	}
}
