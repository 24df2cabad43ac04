package cases

import (
	"encoding/json"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// FuzzGrant checks that setting and removing a grant on any kibana list does not
// change the privileges of others.
func FuzzGrant(f *testing.F) {
	configs := []SpaceConfig{
		{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}})},
		{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(None)}})},
		{Cases: casesOf(map[Solution]SolutionAccess{Stack: {Access: Known(Assignee), SubFeatures: choose(choice{SubDeleteCases: false})}}), Connectors: Known(ConnectorsRead)},
		{Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(Full)}, Observability: {Access: Known(Full)}, Stack: {Access: Known(Full)}}), Connectors: Known(ConnectorsAll)},
		{Connectors: Known(ConnectorsNone)},
	}
	for i, kibana := range []string{
		`[]`,
		`[{"spaces":["soc"],"base":[],"feature":{"securitySolutionCasesV3":["all"],"ml":["read"]}}]`,
		`[{"spaces":["noc","soc"],"base":[],"feature":{"securitySolutionCases":["all"],"securitySolutionCasesV9":["odd"],"actions":["read","read"]},"future":{"b":1,"a":2.50}}]`,
		`[{"spaces":["*"],"base":[],"feature":{"generalCasesV2":["minimal_all","create_comment"]}},{"spaces":["soc"],"base":[],"feature":{"generalCasesV2":["read"]}}]`,
		`[{"spaces":["*"],"base":["*"],"feature":{}},{"spaces":["*"],"_reserved":["ml_user"],"base":[],"feature":{}},{"spaces":["soc"],"base":[],"feature":{"actions":["all"]}}]`,
		`[{"spaces":["noc"],"base":["all"],"feature":{}},{"spaces":["soc"],"base":[],"feature":{"generalCases":["all"]},"future":null}]`,
		`[{"spaces":["default","*"],"base":[],"feature":{"securitySolutionCasesV3":["all"]}},{"spaces":["*","soc","soc"],"base":[],"feature":{"actions":["all"]}}]`,
	} {
		for _, space := range []string{"soc", roles.AllSpaces} {
			f.Add(kibana, space, uint8(i), uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, kibana, space string, config, release uint8) {
		var entries []roles.Entry
		if json.Unmarshal([]byte(kibana), &entries) != nil || roles.BasePrivilegeIn(entries, space) != "" {
			t.Skip("not a kibana list, or a base privilege in the space")
		}
		entries, unwritable := roles.Writable(entries)
		if len(unwritable) > 0 {
			t.Skip("PUT refuses the list")
		}
		expectAccepted(t, entries)
		g := Grant{Space: Known(space), Config: configs[int(config)%len(configs)]}
		c := builtIn(t, releases[int(release)%len(releases)])
		checkSetAndRemove(t, c, entries, g)
		if decoded := c.DecodeGrant(roles.PrivilegesOf(storeGrant(c, entries, g)), g); !c.Equivalent(c.EncodeGrant(decoded), c.EncodeGrant(g)) {
			t.Fatalf("%+v is decoded as %+v", g, decoded)
		}
	})
}
