package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"
)

// The roles: one that others own and to which grants add, one that a cases_role
// owns.
const shared, own = "shared", "own"

// choice is a configured access, and what it stores.
type choice struct {
	config object
	stored string
}

var choices = []choice{
	{object{"access": "none"}, ""},
	{object{"access": "view"}, "read"},
	{object{"access": "assignee"}, "all"},
	{object{"access": "view", "sub_features": object{"add_comments": true}}, "create_comment minimal_read"},
	{object{"access": "assignee", "sub_features": object{"delete_cases": false}}, "case_reopen cases_assign cases_manage_templates cases_settings create_comment minimal_all"},
}

var connectorChoices = map[string]string{"none": "", "read": "read", "all": "all"}

// owner is an object of Terraform's and what is configured for it.
type owner struct {
	of, role, space string
	could           []string // what a grant may name
	ignores         bool     // ignore_changes = [spaces]
	kept            kept
	config          object   // as last tried; nil to be destroyed
	want            contents // what it stores
	made            contents // what a cases_role may have set so far
	holds           contents // what its state says of the role: for a grant, of what it owns
}

// there reports whether Terraform has the object in its state.
func (o *owner) there(p *process) bool { return o.kept.state != nil && !p.isNull(o.kept.state) }

// drawConfig draws another configuration; none destroys.
func (o *owner) drawConfig(t *rapid.T) {
	switch {
	case rapid.IntRange(0, 4).Draw(t, "destroy?") == 0:
		o.config, o.want = nil, nil
	case o.of == featurePrivilege:
		o.config = object{"role": o.role, "space": o.space}
		o.want = contents{}
		named := rapid.SliceOfNDistinct(rapid.SampledFrom(o.could), 1, len(o.could), rapid.ID[string]).Draw(t, "named")
		drawSpace(t, o.space, named, o.config, o.want)
	default:
		text := rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "text")
		soc, noc := object{}, object{}
		o.want = contents{"description": text}
		drawSpace(t, "soc", []string{"security", "connectors"}, soc, o.want)
		drawSpace(t, "noc", []string{"stack"}, noc, o.want)
		o.config = object{"name": o.role, "spaces": object{"soc": soc, "noc": noc}}
		if text != "" {
			o.config["description"] = text
			o.config["metadata"] = `{"text": "` + text + `"}`
			o.want["metadata"] = `{"text":"` + text + `"}`
		}
		maps.DeleteFunc(o.want, func(_, value string) bool { return value == "" })
	}
}

// drawSpace draws the configuration of a space, and what they store.
func drawSpace(t *rapid.T, space string, named []string, config object, want contents) {
	for _, name := range named {
		if name == "connectors" {
			level := rapid.SampledFrom([]string{"none", "read", "all"}).Draw(t, name)
			config[name] = level
			want[space+" actions"] = connectorChoices[level]
			continue
		}
		chosen := rapid.SampledFrom(choices).Draw(t, name)
		config[name] = chosen.config
		want[space+" "+casesFeatures[name]+"V3"] = chosen.stored
	}
}

// world is a Kibana, what Terraform keeps of it, and a referee between the two.
type world struct {
	*referee

	t       *rapid.T
	outer   *testing.T
	types   map[string]tftypes.Type
	owners  []*owner
	retries int
	// limbo are the keys of which nobody could tell whether they are stored.
	limbo map[string]bool
}

// process starts a provider, as every plan and apply does.
func (w *world) process(name string) *process {
	w.mu.Lock()
	w.seen[name] = map[string]contents{}
	w.mu.Unlock()
	return start(w.outer, w.k.settings(object{"headers": object{"X-Process": name}, "max_retries": w.retries}))
}

// expect draws what happens around the next requests. Where Kibana asks for
// patience, without a wait, the providers have some; elsewhere it takes time.
func (w *world) expect() {
	patience := []string{"", "", "", "", "", "", "429", "503"}
	faults := append(slices.Clone(patience), "500", "page", "cut", "cut after", "504 after", "page after", "truncated")
	edit := rapid.Custom(func(t *rapid.T) int { return max(0, rapid.IntRange(-2*waysToEdit, waysToEdit).Draw(t, "way")) })
	turns := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) turn {
		return turn{
			Fault: rapid.SampledFrom(faults).Draw(t, "fault"),
			Edit:  edit.Draw(t, "before"), After: edit.Draw(t, "after"),
			Stale: rapid.IntRange(0, 9).Draw(t, "stale?") == 9,
			Late:  rapid.IntRange(0, 9).Draw(t, "late?") == 9,
		}
	}), 0, 8).Draw(w.t, "turns")
	retries := rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}).Draw(w.t, "retries")
	if !slices.ContainsFunc(turns, func(n turn) bool { return !slices.Contains(patience, n.Fault) }) {
		retries = 2
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.turns, w.retries = turns, retries
}

// refresh reads an object that is in the state.
func (w *world) refresh(p *process, name string, o *owner) {
	if !o.there(p) {
		return
	}
	p.diagnostics = nil
	found := p.refresh(o.of, o.kept)
	if p.failed() {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if p.isNull(found.state) {
		if now := w.contents(o.role); now != nil {
			w.problem("%s %s is taken for gone: %v", o.role, o.space, now)
		}
		o.kept, o.holds = kept{}, nil
		return
	}
	seen := w.seen[name][o.role]
	o.kept = found
	if o.of == featurePrivilege {
		for key := range o.holds {
			o.holds[key] = seen[key]
		}
	} else {
		o.holds = maps.Clone(seen)
	}
	if diff := cmp.Diff(w.privileges(p, o), o.privileges()); diff != "" {
		w.problem("%s %s (-state +Kibana):\n%s", o.role, o.space, diff)
	}
}

// privileges are those that the state says are stored.
func (w *world) privileges(p *process, o *owner) contents {
	held := contents{}
	spaces, _ := p.objectOf(o.kept.state, w.types[o.of])["privileges"].(object)
	for space, features := range spaces {
		for feature, ids := range features.(object) {
			held[space+" "+feature] = strings.Trim(fmt.Sprint(ids), "[]")
		}
	}
	return held
}

// privileges are those among what an object holds.
func (o *owner) privileges() contents {
	held := maps.Clone(o.holds)
	maps.DeleteFunc(held, func(key, value string) bool {
		return value == "" || !strings.Contains(key, " ") || key == othersEntries
	})
	return held
}

// task is what is to become of the role.
func (o *owner) task(process string) *task {
	t := &task{process: process, role: o.role, whole: o.of != featurePrivilege, want: o.want}
	if t.whole {
		t.planned, t.creates = o.holds, o.holds == nil
		return t
	}
	t.want = contents{}
	for key := range o.holds {
		t.want[key] = "" // what is no longer named
	}
	maps.Copy(t.want, o.want)
	return t
}

// apply changes an object as its configuration says, and checks what the
// provider says became of it.
func (w *world) apply(p *process, o *owner, task *task, meanwhile func()) {
	before := o.there(p)
	if !before && o.config == nil {
		return
	}
	p.diagnostics = nil
	found := p.change(o.of, o.kept, o.config, meanwhile)
	w.mu.Lock()
	defer w.mu.Unlock()
	o.kept = found
	if p.failed() {
		if o.there(p) != before {
			w.problem("%s %s failed, and is in the state: %v\n%q", o.role, o.space, !before, p.diagnostics)
		}
		return
	}
	o.holds = maps.Clone(o.want)
	now := w.contents(o.role)
	switch {
	case o.there(p) != (o.config != nil):
		w.problem("%s %s was made or destroyed, and is in the state: %v", o.role, o.space, o.there(p))
	case strings.Contains(strings.Join(p.diagnostics, ""), "could not be verified"):
	case !task.verified, !task.whole && !task.damaged && !task.fits(now):
		w.problem("%s %s is not %v, as the provider says (%q), but %v", o.role, o.space, task.want, p.diagnostics, now)
	}
}

// applyAll changes objects at once, those of one process with one provider.
func (w *world) applyAll(changed map[*owner]string, meanwhile func()) {
	w.setTasks()
	processes := map[string]*process{}
	var all sync.WaitGroup
	var begin []func()
	var tasks []*task
	for _, o := range w.owners {
		name, is := changed[o]
		if !is {
			continue
		}
		if processes[name] == nil {
			processes[name] = w.process(name)
		}
		p := &process{t: w.outer, server: processes[name].server}
		if rapid.IntRange(0, 3).Draw(w.t, "refresh?") > 0 {
			w.refresh(p, name, o)
		}
		task := o.task(name)
		tasks = append(tasks, task)
		w.setTasks(tasks...)
		begin = append(begin, func() { w.apply(p, o, task, meanwhile) })
	}
	for _, f := range begin {
		all.Go(f)
	}
	all.Wait()
	w.setTasks()
	w.check()
}

// check reports what the referee found.
func (w *world) check() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for role := range w.last {
		w.account(role)
	}
	if len(w.problems) > 0 {
		w.t.Fatalf("%s\n\nthe history:\n%s", strings.Join(w.problems, "\n"), strings.Join(w.history, "\n"))
	}
}
