package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// scene is who owns what of the role in a sequence of runs: three grants that hand
// features over to each other, perhaps with a cases_role, and two grants of
// another state.
type scene struct {
	role    bool // a cases_role owns the role; else others do
	ignores bool // it leaves the spaces to grants
}

// ownersRun runs random applies of two states, with faults, edits of somebody
// else, and applies that end early. After each:
//
//   - what an object that was changed plans is there, and was read twice after it
//     was written, unless another owner took it and a plan said so;
//   - what no object names any more is gone, and so is a role that was destroyed;
//   - nobody has changed what is not theirs.
//
// In the end, applies without faults make all that is configured, and the next
// plan is empty. make soak checks it many times.
func ownersRun(t *testing.T, s scene) {
	t.Helper()
	k := onDouble(t, showsGlobal(t), kibanatest.WithSpaces("noc"))
	var r *referee
	k.Hook(kibanatest.On("", "/api/security/role*").Do(func(x *kibanatest.Exchange) { r.begins(x) }).Then(func(x *kibanatest.Exchange) { r.ends(x) }))
	k.Hook(kibanatest.On("", "*").Then(func(x *kibanatest.Exchange) { x.Answer.Header.Set("Connection", "close") }))
	schemas, err := start(t, k.settings(nil)).server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]tftypes.Type{}
	for name, schema := range schemas.ResourceSchemas {
		types[name] = schema.ValueType()
	}
	machines := []string{t.TempDir(), t.TempDir()}
	steps, requests := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		requests += len(k.Journal())
		k.ResetJournal()
		k.Remove(shared)
		r = &referee{k: k, last: map[string]contents{shared: nil}, seen: map[string]map[string]contents{}, undone: map[string]bool{}}
		if !s.role {
			role := othersRole()
			role.Applications[0].Privileges = slices.DeleteFunc(slices.Clone(role.Applications[0].Privileges), isOfCases)
			k.Plant(shared, role)
			r.last[shared] = r.contents(shared)
		}
		w := &world{referee: r, t: rt, outer: t, types: types, limbo: map[string]bool{}}
		mine := w.add("soc", "security", "stack", "connectors")
		mine = append(mine, w.add("soc", "security", "stack", "connectors")...)
		mine = append(mine, w.add("soc", "security", "stack", "connectors")...)
		if s.role {
			w.owners = append(w.owners, &owner{of: ownRole, role: shared, ignores: s.ignores})
			mine = append(mine, w.owners[3])
		}
		theirs := append(w.add("soc", "observability"), w.add("noc", "security", "stack")...)
		states := []*run{{world: w, name: "a", machine: machines[0], owners: mine}, {world: w, name: "b", owners: theirs}}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			states[1].machine = rapid.SampledFrom(machines).Draw(rt, "machine")
			w.stepRuns(states)
			steps++
		}
		if !w.fights() {
			w.convergeRuns(states)
		}
	})
	t.Logf("%d steps, %d requests", steps, requests)
}

// add adds a grant.
func (w *world) add(space string, could ...string) []*owner {
	o := &owner{of: featurePrivilege, role: shared, space: space, could: could}
	w.owners = append(w.owners, o)
	return []*owner{o}
}

// stepRuns draws configurations, and applies one of the states, or both at once.
func (w *world) stepRuns(states []*run) {
	way := rapid.IntRange(1, waysToEdit).Draw(w.t, "way")
	who := rapid.SampledFrom([][]*run{states[:1], states[:1], states[1:], states}).Draw(w.t, "states")
	for _, r := range who {
		r.draws()
	}
	if len(who) == 2 && who[0].destroysRole() {
		who[1].machine = who[0].machine // a write of another machine would bring it back
	}
	w.expect()
	turns := w.turns
	w.turns, w.refused = nil, ""
	for _, r := range who {
		r.plans()
		r.assigns()
	}
	w.mu.Lock()
	if rapid.IntRange(0, 4).Draw(w.t, "meanwhile?") == 0 {
		w.edit(shared, editsOfSpaces[way%len(editsOfSpaces)])
	}
	if w.turns = turns; rapid.IntRange(0, 2).Draw(w.t, "refuses?") == 0 {
		w.refused = rapid.SampledFrom(w.keys()).Draw(w.t, "refused")
	}
	w.mu.Unlock()
	apply(who)
	w.ended(who...)
	w.turns, w.refused = nil, ""
	w.check()
}

// settleRuns applies without faults until nothing is left to do: what an object
// takes from another, with a warning, the next apply gives back.
func (w *world) convergeRuns(states []*run) {
	w.retries = 0
	for range 3 {
		for _, r := range states {
			r.how = manner{linked: true}
			r.plans()
			if r.failed {
				w.t.Fatalf("the plan fails: %q", r.diagnostics)
			}
			r.assigns()
			apply([]*run{r})
			w.ended(r)
			w.check()
		}
	}
	for _, r := range states {
		r.plans()
		for _, c := range r.changes {
			if c.failed || c.differs {
				w.t.Fatalf("%s %s has a plan: %q", c.role, c.space, c.diagnostics)
			}
		}
	}
	now := w.contents(shared)
	for _, o := range w.owners {
		for key, value := range o.want {
			if o.of != ownRole && now[key] != value {
				w.t.Fatalf("%s is %q, want %q", key, now[key], value)
			}
		}
	}
	w.check()
}
