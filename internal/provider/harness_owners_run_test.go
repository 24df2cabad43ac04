package provider_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// run is one terraform apply: a plan of all the objects of a state, and then an
// apply of the changes. Each has a provider process of its own, or a new
// configuration of the same one.
type run struct {
	*world

	name    string // of its processes
	machine string // its folder for temporary files
	owners  []*owner
	how     manner

	changes     []*objectChange
	diagnostics []string // by the plan
	failed      bool
}

// manner is how Terraform goes about an apply.
type manner struct {
	linked bool // grants refer to the role: Terraform changes it first, and destroys it last
	serial bool // one after the other
	until  int  // so many changes, and then the apply ends
	stops  bool // the user interrupts it
	order  uint64
}

// objectChange is an object in a run.
type objectChange struct {
	*owner

	config      object // as the provider gets it
	plan        *tfprotov6.PlanResourceChangeResponse
	differs     bool
	task        *task
	dropped     map[string]bool // keys that it gives up
	diagnostics []string
	failed      bool
}

// begins starts a process of the run.
func (r *run) begins() *process {
	r.mu.Lock()
	r.seen[r.name] = map[string]contents{}
	r.mu.Unlock()
	settings := r.k.settings(object{"headers": object{"X-Process": r.name}, "max_retries": r.retries})
	return startOn(r.outer, provider.NewServerOnMachine(r.machine)(), settings)
}

// plans refreshes and plans every object. Terraform begins with them in any order,
// and plans many at once.
func (r *run) plans() {
	p := r.begins()
	var all sync.WaitGroup
	var one sync.Mutex // at a time reads: the referee knows what the last one saw
	r.changes = nil
	for _, o := range r.owners {
		c := &objectChange{owner: o}
		r.changes = append(r.changes, c)
		all.Go(func() { r.planOne(&process{t: r.outer, server: p.server}, c, &one) })
	}
	all.Wait()
	r.changes = slices.DeleteFunc(r.changes, func(c *objectChange) bool { return c.plan == nil && !c.failed })
	r.diagnostics, r.failed = nil, false
	for _, c := range r.changes {
		r.record("%s plans %s %s, which holds %v, to be %v (differs: %t): %q", r.name, c.of, c.space, c.holds.privileges(), c.want.privileges(), c.differs, c.diagnostics)
		r.diagnostics = append(r.diagnostics, c.diagnostics...)
		r.failed = r.failed || c.failed
	}
}

func (r *run) planOne(p *process, c *objectChange, one *sync.Mutex) {
	one.Lock()
	if c.of == ownRole && c.owner.config != nil && !c.there(p) && r.contents(c.role) != nil {
		c.kept, c.holds, c.made = r.imports(p, c.role), contents{}, r.contents(c.role)
	}
	r.upgrades(p, c)
	r.refresh(p, r.name, c.owner)
	c.failed = p.failed()
	one.Unlock()
	c.config = c.given(r.world, p)
	if c.failed || c.config == nil && !c.there(p) {
		return
	}
	r.validates(p, c)
	plan := p.planChange(c.of, c.kept, c.config)
	c.failed, c.diagnostics = p.failed(), p.diagnostics
	if c.plan = plan; c.failed {
		return
	}
	c.differs = !c.there(p) || c.config == nil || !p.same(c.of, c.kept.state, plan.PlannedState)
}

// given is the configuration of an object as Terraform passes it to a plan: with
// what ignore_changes takes from the state.
func (o *owner) given(w *world, p *process) object {
	if o.config == nil || !o.ignores || !o.there(p) {
		return o.config
	}
	config := maps.Clone(o.config)
	config["spaces"] = p.objectOf(o.kept.state, w.types[o.of])["spaces"]
	return config
}

// upgrades is how Terraform begins with an object in its state.
func (r *run) upgrades(p *process, c *objectChange) {
	if !c.there(p) {
		return
	}
	state, err := json.Marshal(p.objectOf(c.kept.state, r.types[c.of]))
	if err != nil {
		panic(err)
	}
	resp, err := p.server.UpgradeResourceState(r.outer.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: c.of, RawState: &tfprotov6.RawState{JSON: state},
	})
	p.collect(err, resp.Diagnostics)
}

// validates comes right before each plan, with the configuration as it is written.
func (r *run) validates(p *process, c *objectChange) {
	if c.owner.config == nil {
		return
	}
	resp, err := p.server.ValidateResourceConfig(r.outer.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: c.of, Config: p.value(c.of, c.owner.config)})
	p.collect(err, resp.Diagnostics)
}

// applies makes the changes. Where a plan failed, Terraform makes none.
func (r *run) applies() {
	if r.failed {
		return
	}
	p := r.begins()
	var all sync.WaitGroup
	broken := false // what the others refer to is not made
	for n, c := range r.ordered() {
		if broken || r.how.until > 0 && n >= r.how.until {
			c.differs = false // its turn never comes
			r.mu.Lock()
			r.record("%s never comes to %s %s", r.name, c.of, c.space)
			r.mu.Unlock()
			continue
		}
		apply := func() { r.applyOne(&process{t: r.outer, server: p.server}, c) }
		if r.how.linked && c.of == ownRole || r.how.serial {
			all.Wait()
			apply()
			broken = broken || r.how.linked && c.failed && c.of == ownRole && c.config != nil
			continue
		}
		all.Go(apply)
	}
	if r.how.stops {
		all.Go(func() {
			if _, err := p.server.StopProvider(r.outer.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
				panic(err)
			}
		})
	}
	all.Wait()
}

// ordered are the changes to make, in an order that Terraform could choose.
func (r *run) ordered() []*objectChange {
	order := slices.DeleteFunc(slices.Clone(r.changes), func(c *objectChange) bool { return !c.differs })
	rand.New(rand.NewPCG(r.how.order, 0)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	rank := func(c *objectChange) int {
		switch {
		case !r.how.linked || c.of != ownRole:
			return 0
		case c.config == nil:
			return 1
		}
		return -1
	}
	slices.SortStableFunc(order, func(a, b *objectChange) int { return rank(a) - rank(b) })
	return order
}

// applyOne changes an object. What is not destroyed is planned once more.
func (r *run) applyOne(p *process, c *objectChange) {
	r.upgrades(p, c)
	if c.config != nil {
		r.validates(p, c)
		again := p.planChange(c.of, c.kept, c.config)
		if p.failed() {
			c.failed, c.diagnostics = true, p.diagnostics
			r.mu.Lock()
			defer r.mu.Unlock()
			r.record("%s cannot plan %s %s at apply: %q", r.name, c.of, c.space, c.diagnostics)
			return
		}
		if !p.same(c.of, c.plan.PlannedState, again.PlannedState) {
			r.mu.Lock()
			r.problem("%s %s is planned otherwise at apply: %q", c.role, c.space, p.diagnostics)
			r.mu.Unlock()
		}
		c.plan = again
	}
	p.diagnostics = nil // the plan has diagnostics so
	before := c.there(p)
	c.kept = p.applyChange(c.of, c.kept, c.config, c.plan)
	c.failed, c.diagnostics = p.failed(), p.diagnostics
	r.mu.Lock()
	defer r.mu.Unlock()
	r.record("%s has made %s %s %v (failed: %t): %q", r.name, c.of, c.space, c.want.privileges(), c.failed, c.diagnostics)
	if c.there(p) != (c.config != nil) && !c.failed || c.failed && c.there(p) != before {
		r.problem("%s %s: is in the state: %t, after %q", c.role, c.space, c.there(p), p.diagnostics)
	}
	if !c.failed {
		c.succeeds()
	}
}

// reports tells whether the diagnostics of a change contain a text.
func (c *objectChange) reports(text string) bool {
	return strings.Contains(strings.Join(c.diagnostics, "\n"), text)
}
