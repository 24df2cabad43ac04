package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// manySpaces is full access to cases in n spaces, but for deleting them.
func manySpaces(n int) object {
	spaces := object{}
	for i := range n {
		spaces[fmt.Sprintf("space-%04d", i)] = security("full", object{"delete_cases": false})
	}
	return spaces
}

// manyFeatures is a privilege on n features, which this returns too.
func manyFeatures(n int) (features object, registered []kibanatest.Feature) {
	features = object{}
	for i := range n {
		id := fmt.Sprintf("feature%04d", i)
		features[id] = []string{"read"}
		registered = append(registered, kibanatest.Feature{ID: id, Name: id})
	}
	return features, registered
}

// nested is metadata of a depth.
func nested(depth int) string {
	return strings.Repeat(`{"a":[1.50,`, depth) + `"é"` + strings.Repeat(`]}`, depth)
}

// A large role lives as any other: nothing differs after it was created, and
// changing or removing one thing changes nothing else.
func TestLargeRoles(t *testing.T) {
	t.Parallel()
	features, registered := manyFeatures(500)
	many := manySpaces(*spaceCount)
	spaces := slices.Collect(maps.Keys(many))
	for name, role := range map[string]object{
		"many spaces":      {"spaces": many},
		"many features":    {"spaces": object{"soc": object{"features": features}}},
		"deep metadata":    {"metadata": nested(100)},
		"large metadata":   {"metadata": fmt.Sprintf(`{"notes":%q}`, strings.Repeat("x", 900<<10))},
		"a long name":      {"name": strings.Repeat("n", 507)},
		"a long, odd name": {"name": strings.Repeat("%/ ", 168) + `%2F`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest().With(registered...), kibanatest.WithSpaces(spaces...))
			if role["name"] == nil {
				role["name"] = "large"
			}
			start(t, k.settings(nil)).lives(k, role)
		})
	}
}

// Names are taken as they are, from beginning to end.
func TestOddNames(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest(), kibanatest.WithBasePath("/kibana"))
	for _, name := range []string{"100%", "a/b", "a%2Fb", "a%252Fb", "a b", "a+b", "...", "..a", "/", "//", "a?b#c", `"q" \`, "&=;:@!$'()*[]{}|^~<>`", "${x}"} {
		start(t, k.settings(nil)).lives(k, object{"name": name})
	}
}

// lives creates a role, finds it unchanged, imports it, changes it and destroys
// it.
func (p *process) lives(k target, role object) {
	p.t.Helper()
	name, _ := role["name"].(string)
	changed := maps.Clone(role)
	changed["description"] = "changed"
	state := p.refresh("cases_role", p.change("cases_role", kept{}, role))
	if p.roleDiffers(state, role) {
		p.t.Errorf("%.40q: a change is planned after it was created", name)
	}
	imported := p.refresh("cases_role", kept{state: p.imports(&tfprotov6.ImportResourceStateRequest{TypeName: "cases_role", ID: name})})
	if p.roleDiffers(imported, role) {
		p.t.Errorf("%.40q: a change is planned after it was imported", name)
	}
	state = p.refresh("cases_role", p.change("cases_role", state, changed))
	if stored, _ := k.Stored(name); stored.Description != "changed" {
		p.t.Errorf("%.40q: it was not changed", name)
	}
	if p.roleDiffers(state, changed) {
		p.t.Errorf("%.40q: a change is planned after it was changed", name)
	}
	p.change("cases_role", state, nil)
	if _, stored := k.Stored(name); stored {
		p.t.Errorf("%.40q: it is still there", name)
	}
	p.wantNoDiagnostics()
}

// A role that is larger than Kibana accepts by default is warned of when it is
// planned: the limit may have been raised. Where it was not, the error says how
// large the role is, and nothing is written.
func TestRoleBeyondTheLimit(t *testing.T) {
	t.Parallel()
	role := object{"name": "large", "metadata": fmt.Sprintf(`{"notes":%q}`, strings.Repeat("x", client.MaxPayload))}
	advice := []string{"takes 10486", "server.maxPayload", "Split"}
	for name, test := range map[string]struct {
		limit    int
		accepted bool
	}{
		"by default": {client.MaxPayload, false},
		"raised":     {4 * client.MaxPayload, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest(), kibanatest.WithMaxPayload(test.limit))
			p := start(t, k.settings(nil))
			planned := p.planChange("cases_role", kept{}, role)
			p.wantDiagnostic(append(advice, "WARNING", `Role "large" is larger than Kibana accepts by default`)...)
			p.diagnostics = nil
			p.applies(role, planned)
			if !test.accepted {
				p.wantDiagnostic(append(advice, "ERROR")...)
				p.diagnostics = nil
			}
			p.wantNoDiagnostics()
			if _, stored := k.Stored("large"); stored != test.accepted {
				t.Errorf("stored: %v", stored)
			}
		})
	}
}
