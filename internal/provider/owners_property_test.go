package provider_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Several grants on a role that others own, a role of a cases_role, two
// processes, somebody who edits both roles whenever it hurts, and faults of the
// network. Whatever happens, in whatever order:
//
//   - a write changes what its process owns. All else is sent back as Kibana
//     showed it before, so that nothing is lost but what somebody writes between
//     that read and the write, which Kibana has no means to tell;
//   - a cases_role writes nothing where the role is not what the plan knew;
//   - what the provider says it made is there;
//   - once the faults are over, one more apply makes all that is configured, and
//     the next plan is empty.
//
// -rapid.checks=2000 makes it long.
func TestOwnersSideBySide(t *testing.T) {
	t.Parallel()
	k := onDouble(t, kibanatest.Newest(), kibanatest.WithSpaces("noc"))
	var r *referee
	k.Hook(kibanatest.On("", "/api/security/role*").Do(func(x *kibanatest.Exchange) { r.begins(x) }).Then(func(x *kibanatest.Exchange) { r.ends(x) }))
	// There are thousands of processes, each with connections of its own.
	k.Hook(kibanatest.On("", "*").Then(func(x *kibanatest.Exchange) { x.Answer.Header.Set("Connection", "close") }))
	schemas, err := start(t, k.settings(nil)).server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]tftypes.Type{}
	for name, schema := range schemas.ResourceSchemas {
		types[name] = schema.ValueType()
	}
	steps, requests := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		requests += len(k.Journal())
		k.ResetJournal()
		k.Remove(own)
		k.Plant(shared, othersRole())
		r = &referee{k: k, last: map[string]contents{shared: contentsOf(othersRole()), own: nil}, seen: map[string]map[string]contents{}, undone: map[string]bool{}}
		w := &world{referee: r, t: rt, outer: t, types: types, owners: []*owner{
			{of: featurePrivilege, role: shared, space: "soc", could: []string{"security", "connectors"}},
			{of: featurePrivilege, role: shared, space: "soc", could: []string{"stack"}},
			{of: featurePrivilege, role: shared, space: "noc", could: []string{"security", "stack"}},
			{of: featurePrivilege, role: shared, space: "*", could: []string{"observability", "security"}},
			{of: "cases_role", role: own},
		}}
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			w.step()
			steps++
		}
		w.settle()
	})
	t.Logf("%d steps, %d requests", steps, requests)
}

// step draws what happens next.
func (w *world) step() {
	edited, way := rapid.SampledFrom([]string{shared, own}).Draw(w.t, "edited"), rapid.IntRange(1, waysToEdit).Draw(w.t, "way")
	edit := func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.edit(edited, way)
	}
	changed := map[*owner]string{}
	switch what := rapid.IntRange(0, 9).Draw(w.t, "what"); what {
	case 0:
		edit()
	case 1:
		w.expect()
		p := w.process("a")
		for _, o := range w.owners {
			w.refresh(p, "a", o)
		}
	case 2, 3: // several grants at once
		for _, o := range w.owners[:4] {
			if rapid.Bool().Draw(w.t, "changes?") {
				changed[o] = rapid.SampledFrom([]string{"a", "b"}).Draw(w.t, "process")
				o.drawConfig(w.t)
			}
		}
		w.expect()
		w.applyAll(changed, func() {})
	default:
		grants, role := w.owners[:4], w.owners[4]
		o := rapid.SampledFrom(append(slices.Clone(grants), role, role, role)).Draw(w.t, "owner")
		o.drawConfig(w.t)
		changed[o] = "a"
		w.expect()
		meanwhile := func() {}
		if rapid.IntRange(0, 4).Draw(w.t, "meanwhile?") == 0 {
			meanwhile = edit
		}
		w.applyAll(changed, meanwhile)
	}
	w.check()
}

// settle applies once more without faults and without anybody else, and plans.
func (w *world) settle() {
	w.turns, w.retries = nil, 0
	p := w.process("a")
	for _, o := range w.owners {
		if o.role == own && !o.there(p) && w.contents(own) != nil { // the answer to its creation was lost
			o.kept, o.holds = w.imports(p, own), contents{}
		}
		w.refresh(p, "a", o)
		task := o.task("a")
		w.setTasks(task)
		w.apply(p, o, task, func() {})
		if p.failed() {
			w.t.Fatalf("%s %s does not settle: %q", o.role, o.space, p.said)
		}
	}
	w.check()
	p = w.process("a")
	for _, o := range w.owners {
		w.refresh(p, "a", o)
		if o.config == nil || p.failed() {
			continue
		}
		plan := p.planChange(o.of, o.kept, o.config)
		if diff := cmp.Diff(p.objectOf(o.kept.state, w.types[o.of]), p.objectOf(plan.PlannedState, w.types[o.of])); diff != "" || p.failed() {
			w.t.Fatalf("%s %s has a plan (-state +planned):\n%s\n%q", o.role, o.space, diff, p.said)
		}
	}
	w.check()
}

// imports takes the role over.
func (w *world) imports(p *process, role string) kept {
	imported, err := p.server.ImportResourceState(w.outer.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: ownRole, ID: role})
	if p.heard(err, imported.Diagnostics) {
		w.t.Fatal(p.said)
	}
	return kept{state: imported.ImportedResources[0].State, private: imported.ImportedResources[0].Private}
}
