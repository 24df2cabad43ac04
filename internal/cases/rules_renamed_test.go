package cases

import "testing"

func TestCheckRenamed(t *testing.T) {
	t.Parallel()
	read := []string{"read"}
	c := listed(t, "9.2", featureIDs{"discover": read, "discover_v2": read, "ml": read})
	current := map[string]Restrictions{"discover_v2": {}, "ml": {}}
	warning := []string{`warning at spaces["soc"].features: Kibana has replaced features in space "soc"`}
	for name, test := range map[string]struct {
		configured, held featureIDs
		current          map[string]Restrictions
		want             []string
	}{
		"renamed":                {featureIDs{"discover": read}, featureIDs{"discover_v2": read}, current, warning},
		"not renamed":            {featureIDs{"discover": read}, featureIDs{"discover": read}, current, nil},
		"added by somebody":      {featureIDs{"discover": read}, featureIDs{"discover": read, "ml": read}, current, nil},
		"new in configuration":   {featureIDs{"discover": read}, featureIDs{}, current, nil},
		"not a deprecated one":   {featureIDs{"ml": read}, featureIDs{"discover_v2": read}, current, nil},
		"not a feature":          {featureIDs{"gone": read}, featureIDs{"discover_v2": read}, current, nil},
		"Kibana does not tell":   {featureIDs{"discover": read}, featureIDs{"discover_v2": read}, nil, nil},
		"cases, which are known": {featureIDs{"generalCasesV2": read}, featureIDs{"generalCasesV3": read}, current, nil},
	} {
		asked := func() map[string]Restrictions { return test.current }
		found := c.CheckRenamed(rawInSoc(test.configured), inSoc(test.held), asked)
		t.Log(name)
		expectFindings(t, found, test.want, nil)
	}
}
