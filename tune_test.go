package main

import (
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tfsdklog"

	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

func TestWantsLogs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environment []string
		want        bool
	}{
		"no variable":     {[]string{"HOME=/root"}, false},
		"all logs":        {[]string{"TF_LOG=TRACE"}, true},
		"the provider's":  {[]string{"TF_LOG_PROVIDER=debug"}, true},
		"the framework's": {[]string{"TF_LOG_SDK_PROTO=trace"}, true},
		"empty":           {[]string{"TF_LOG="}, false},
		"another prefix":  {[]string{"TF_LO=1"}, false},
	} {
		if got := wantsLogs(test.environment); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The time for a logger that is not off grows with the square of an object's size.
func TestTheFrameworkLogsOnlyOnRequest(t *testing.T) {
	const framework = "framework" // the plugin framework's name for its logger
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") {
			t.Setenv(name, "")
		}
	}
	for _, variable := range logVariables {
		t.Setenv(variable, "") // restored after the test
	}
	logs := func() bool {
		ctx := tfsdklog.NewRootSDKLogger(t.Context())
		if _, err := provider.NewServer("test")().GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{}); err != nil {
			t.Fatal(err)
		}
		return tfsdklog.SubsystemIsError(ctx, framework)
	}
	tune()
	if logs() {
		t.Error("the plugin framework logs, although no TF_LOG variable is set")
	}
	t.Setenv("TF_LOG_SDK_FRAMEWORK", "ERROR")
	tune()
	if !logs() {
		t.Error("the plugin framework does not log, although TF_LOG_SDK_FRAMEWORK is set")
	}
}
