package cases

import (
	"encoding/json"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// FuzzDecode checks in every release that decoding any kibana list and encoding the
// result gives equivalent privileges.
func FuzzDecode(f *testing.F) {
	for _, kibana := range []string{
		`[]`,
		`[{"base":[],"feature":{"securitySolutionCasesV3":["minimal_all","create_comment"],"actions":["all"],"ml":["read"]},"spaces":["soc","noc"]},
			{"base":["read"],"feature":{},"spaces":["sandbox"]}]`,
		`[{"_reserved":["ml_user"],"base":[],"feature":{},"spaces":["*"]},{"base":["*"],"feature":{},"spaces":["*"]},
			{"base":[],"feature":{"generalCases":["all"],"generalCasesV2":["minimal_read"],"generalCasesV9":["odd"]},"spaces":["*"]}]`,
	} {
		f.Add(kibana)
	}
	f.Fuzz(func(t *testing.T, kibana string) {
		var entries []roles.Entry
		if json.Unmarshal([]byte(kibana), &entries) != nil {
			t.Skip("not a kibana list")
		}
		stored := roles.PrivilegesOf(entries)
		for _, release := range releases {
			c := builtIn(t, release)
			if decoded := c.Decode(stored, nil); !c.Equivalent(stored, c.Encode(decoded)) {
				t.Fatalf("%s: %+v is not equivalent to %v", release, decoded, stored)
			}
		}
	})
}
