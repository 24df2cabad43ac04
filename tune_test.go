package main

import "testing"

func TestAsksForLogs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environment []string
		want        bool
	}{
		"nothing":            {[]string{"HOME=/root"}, false},
		"all logs":           {[]string{"TF_LOG=TRACE"}, true},
		"the provider's":     {[]string{"TF_LOG_PROVIDER=debug"}, true},
		"the framework's":    {[]string{"TF_LOG_SDK_PROTO=trace"}, true},
		"set to nothing":     {[]string{"TF_LOG="}, false},
		"a name that begins": {[]string{"TF_LO=1"}, false},
	} {
		if got := asksForLogs(test.environment); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
