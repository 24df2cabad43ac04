package provider_test

import (
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"pgregory.net/rapid"
)

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

// converge applies once more, without faults and without other editors. The plan after it must be empty.
func (w *world) converge() {
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
			w.t.Fatalf("%s %s does not converge: %q", o.role, o.space, p.diagnostics)
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
			w.t.Fatalf("%s %s has a plan (-state +planned):\n%s\n%q", o.role, o.space, diff, p.diagnostics)
		}
	}
	w.check()
}

// imports takes the role over.
func (w *world) imports(p *process, role string) kept {
	imported, err := p.server.ImportResourceState(w.outer.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: ownRole, ID: role})
	if p.collect(err, imported.Diagnostics) {
		w.t.Fatal(p.diagnostics)
	}
	return kept{state: imported.ImportedResources[0].State, private: imported.ImportedResources[0].Private}
}
