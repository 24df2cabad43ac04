package provider_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// movedRole is the configuration of movedStored.
var movedRole = strings.Replace(richRole, "dev = {", "twin = {\n stack = { access = \"assignee\" }\n connectors = \"read\"\n }\n dev = {", 1)

// A role that the other provider has in its state moves; nothing else changes,
// and nothing is written. Without a refresh, for a role that the state says
// everything about, the wording is a change, which writes nothing either.
func TestRoleMoved(t *testing.T) {
	t.Parallel()
	tf := newCLI(t, nil)
	if terraformtest.IsOpenTofuBefore110(t) {
		t.Skip("needs OpenTofu 1.10")
	}
	seen := movedStored()
	seen.Indices = slices.Clone(seen.Indices)
	seen.Indices[1].AllowRestrictedIndices, seen.RemoteCluster = false, nil
	unseenWords := regexp.MustCompile(`allow_restricted_indices = true|remote_cluster \{[^}]*\}`)
	for name, test := range map[string]struct {
		from    string
		version int
		stored  kibanatest.ESRole
		config  string
		flag    string
		action  string
	}{
		"schema version 0":                  {movedType, 0, movedStored(), movedRole, "-refresh=true", "no-op"},
		"schema version 1":                  {movedType, 1, movedStored(), movedRole, "-refresh=true", "no-op"},
		"from Elasticsearch":                {movedFromElasticsearch, 1, movedStored(), movedRole, "-refresh=true", "no-op"},
		"schema version 0, without refresh": {movedType, 0, seen, unseenWords.ReplaceAllString(movedRole, ""), "-refresh=false", "update"},
		"schema version 1, without refresh": {movedType, 1, seen, unseenWords.ReplaceAllString(movedRole, ""), "-refresh=false", "update"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			double := onDouble(t, kibanatest.Newest())
			double.Plant("rich", test.stored)
			w := tf.workspace(t, test.from, sourceState(t, test.from, test.version), test.version, double.provider+test.config)
			w.must(t, 0, "plan", "-out=plan", test.flag)
			w.plans(test.action)
			w.must(t, 0, "apply", "plan")
			w.must(t, 0, "plan", "-detailed-exitcode")
			wantNone(t, double.requests("PUT"))
		})
	}
}
