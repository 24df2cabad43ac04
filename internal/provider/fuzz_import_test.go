package provider_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// FuzzImportID: an import id names one role, and for a grant one space of it.
// Nothing but that role is asked for, whatever is in its name, and what is found
// has the same id.
func FuzzImportID(f *testing.F) {
	for _, id := range []string{
		"soc-tier1", "soc-tier1/soc", "soc-tier1/*", "soc-tier1/SOC", "soc-tier1/*-prod", "team/tier1/soc", "a/b/soc", "//soc", "/", "/soc", "plain/", ".", "..", "../status", "../../api/status/x",
		"with space/soc", "100%/soc", "a%2Fb/soc", "a?b#c/soc", "a,b/soc", `\`, `"q"/soc`, "${x}/soc", "ü/soc", "\x00/soc", "superuser", "superuser/*",
	} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if !utf8.ValidString(id) || id == "" {
			t.Skip("Terraform sends no such id")
		}
		k := onDouble(t, kibanatest.Newest())
		// As a role's.
		k.holdsOne(id, "soc")
		p := start(t, k.settings(nil))
		state := p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: id})
		k.wasAskedFor(t, id)
		if there := !p.isNull(state); there != addressable(id) || there && p.text(state, "id") != id {
			t.Errorf("importing the role %q: found %v, diagnostics %q", id, there, p.diagnostics)
		}
		// As a grant's.
		p = start(t, k.settings(nil))
		slash := strings.LastIndex(id, "/")
		if slash < 1 || slash == len(id)-1 {
			p.importGrant(&tfprotov6.ImportResourceStateRequest{ID: id})
			p.wantDiagnostic("ERROR", "Invalid import id", `"<role>/<space>"`)
			return
		}
		if space := id[slash+1:]; space != "*" && !roles.IsSpaceID(space) {
			p.importGrant(&tfprotov6.ImportResourceStateRequest{ID: id})
			p.wantDiagnostic("ERROR", "Invalid import id", "space id", `"*" for all spaces`)
			return
		}
		k.ResetJournal()
		k.holdsOne(id[:slash], id[slash+1:])
		role, space := p.importGrant(&tfprotov6.ImportResourceStateRequest{ID: id})
		k.wasAskedFor(t, id[:slash])
		if there := role != ""; there != addressable(id[:slash]) || there && role+"/"+space != id {
			t.Errorf("importing the grant %q: role %q and space %q, diagnostics %q", id, role, space, p.diagnostics)
		}
	})
}

// addressable reports whether a request can name the role: Elasticsearch takes a name
// with a comma for several names, and "." and ".." have a meaning in a path.
func addressable(name string) bool {
	return name != "." && name != ".." && !strings.Contains(name, ",")
}

// holdsOne plants a role that holds something in one space.
func (k target) holdsOne(name, space string) {
	resource := "space:" + space
	if space == "*" {
		resource = space
	}
	k.Plant(name, kibanatest.ESRole{Applications: []kibanatest.ESApplication{
		{Application: "kibana-.kibana", Resources: []string{resource}, Privileges: []string{"feature_generalCasesV3.read"}},
	}})
}

// wasAskedFor checks that Kibana was asked for one role and no other, and beside
// it for nothing but what every object needs.
func (k target) wasAskedFor(t *testing.T, role string) {
	t.Helper()
	expected := []string{
		"GET /api/security/role/" + role,
		"GET /api/status", "GET /api/security/privileges", "GET /api/licensing/info", "GET /api/spaces/space",
	}
	asked := k.requests("")
	if !slices.Contains(asked, expected[0]) || slices.ContainsFunc(asked, func(line string) bool { return !slices.Contains(expected, line) }) {
		t.Errorf("for the role %q somebody asked for %q", role, asked)
	}
}
