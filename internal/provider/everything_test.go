package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// holdsEverything is a role with all of Kibana, stored as no Kibana of today does:
// Kibana shows the privilege "*" of its application like the application "*", and
// drops it from every role that it writes.
var holdsEverything = kibanatest.ESRole{Applications: []kibanatest.ESApplication{
	{Application: "kibana-.kibana", Privileges: []string{"*"}, Resources: []string{"*"}},
}}

// Whoever holds such a role has all of Kibana afterwards too: base "all" stands in
// for the privilege. A warning says so.
func TestEverythingIsKept(t *testing.T) {
	t.Parallel()
	restored := []string{"WARNING", `Role "ops" holds base "all" in place of "*"`, `write spaces = { "*" = { base = "all" } } to keep it`}
	t.Run("by a grant", func(t *testing.T) {
		t.Parallel()
		k := onDouble(t, kibanatest.Newest())
		k.Plant("ops", holdsEverything)
		p := start(t, k.settings(nil))
		state := p.applyGrant(nil, views("ops", "soc"))
		p.wantDiagnostic(restored...)
		k.wantStored(t, "ops", "* all", "soc securitySolutionCasesV3.read")

		next := start(t, k.settings(nil))
		state = next.readGrant(state)
		if next.isChange(state, next.planGrant(state, views("ops", "soc")).PlannedState) {
			t.Error("the next plan has a difference")
		}
		last := start(t, k.settings(nil))
		last.applyGrant(state, nil)
		next.wantNoDiagnostics()
		last.wantNoDiagnostics()
		k.wantStored(t, "ops", "* all")
	})
	t.Run("by a role", func(t *testing.T) {
		t.Parallel()
		k := onDouble(t, kibanatest.Newest())
		k.Plant("ops", holdsEverything)
		p := start(t, k.settings(nil))
		role := p.imported(ownRole, "ops").kept
		p.diagnostics = nil
		role = p.change(ownRole, role, object{"name": "ops", "description": "changed"})
		p.wantDiagnostic(restored...)
		k.wantStored(t, "ops", "* all")

		next := start(t, k.settings(nil))
		role = next.refresh(ownRole, role)
		if !next.roleDiffers(role, object{"name": "ops", "description": "changed"}) {
			t.Error("the next plan does not show what the role holds now")
		}
		next.diagnostics = nil
		if next.roleDiffers(role, object{"name": "ops", "description": "changed", "spaces": object{"*": object{"base": "all"}}}) {
			t.Error("written out, it is a difference")
		}
	})
}

// If Kibana refuses base "all" in place of the privilege, the error says first what people
// have lost. If the change cannot be verified, it is written all the same.
func TestEverythingIsNotVerified(t *testing.T) {
	t.Parallel()
	put, get := kibanatest.On("PUT", rolePathOf("ops")), kibanatest.On("GET", rolePathOf("ops"))
	forbidden := func(h kibanatest.Hook) kibanatest.Hook {
		return h.Answer(403, envelope(403), "Content-Type", "application/json")
	}
	lost := []string{"ERROR", `Users of role "ops" have lost access to Kibana`, `spaces = { "*" = { base = "all" } }`, "manage_security"}
	unverified := []string{"WARNING", `Change could not be verified: role "ops"`}
	for name, test := range map[string]struct {
		fails   kibanatest.Hook
		changes func(p *process) (inState bool)
		says    []string
		inState bool
	}{
		"a grant, not restored": {forbidden(put.Passing(1)), grantsOps, lost, false},
		"a role, not restored":  {forbidden(put.Passing(1)), describesOps, lost, false},
		"a grant, not verified": {forbidden(get.Passing(2)), grantsOps, unverified, true},
		"a role, not verified":  {forbidden(get.Passing(3)), describesOps, unverified, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("ops", holdsEverything)
			k.Hook(test.fails)
			p := start(t, k.settings(nil))
			if inState := test.changes(p); inState != test.inState {
				t.Errorf("in state: %t", inState)
			}
			p.wantDiagnostic(test.says...)
		})
	}
}

func grantsOps(p *process) (inState bool) {
	state := p.applyGrant(nil, views("ops", "soc"))
	return !p.isNull(state)
}

func describesOps(p *process) (inState bool) {
	role := p.imported(ownRole, "ops").kept
	p.diagnostics = nil
	role = p.change(ownRole, role, object{"name": "ops", "description": "changed"})
	return p.text(role.state, "description") == "changed"
}

// Base "all" takes nothing beside it in its space: a grant on all spaces is an
// error, and the access is kept.
func TestEverythingBesideAGrantOnAllSpaces(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest())
	k.Plant("ops", holdsEverything)
	p := start(t, k.settings(nil))
	if state := p.applyGrant(nil, views("ops", "*")); !p.isNull(state) {
		t.Error("the grant is in the state")
	}
	if !p.failed() {
		t.Errorf("diagnostics %q", p.diagnostics)
	}
	stored, _ := k.Stored("ops")
	if len(stored.Applications) == 0 || !slices.ContainsFunc(stored.Applications, func(a kibanatest.ESApplication) bool {
		return slices.Contains(a.Privileges, "*") || slices.Contains(a.Privileges, "all")
	}) {
		t.Errorf("stored: %v", stored.Applications)
	}
}

// "Nothing was written" is said only where that is so: an update whose answer was
// lost may have taken effect, whatever is there now.
func TestLostUpdateOfARoleThatSomebodyChanges(t *testing.T) {
	t.Parallel()
	put := kibanatest.On("PUT", rolePath).Once()
	theirs := func(x *kibanatest.Exchange) { x.Server.Plant("rich", richStored) }
	for name, hook := range map[string]kibanatest.Hook{
		"cut":                      put.Then(theirs).CutAfter(),
		"answered by a gateway":    put.Then(theirs).AnswerAfter(504, ""),
		"cut without any effect":   put.Do(theirs).Cut(),
		"a gateway without effect": put.Do(theirs).Answer(502, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			p := start(t, k.settings(object{"max_retries": 1}))
			before := p.become(held{ownRole, kept{state: p.value(ownRole, nil)}}, wholeRole("assignee"))
			k.Hook(hook)
			p.become(before, wholeRole("full"))
			p.wantDiagnostic("ERROR", "may have taken effect")
			for _, text := range p.diagnostics {
				if strings.Contains(text, "Nothing was written") {
					t.Errorf("diagnostics %q", text)
				}
			}
			if stored, _ := k.Stored("rich"); stored.Description != richStored.Description {
				t.Errorf("description %q: what somebody wrote is gone", stored.Description)
			}
		})
	}
}
