package provider_test

import (
	"maps"
	"slices"
	"strings"
)

// assigns works out what each change is to make of the role. What one object gives
// up and another names is the other's business.
func (r *run) assigns() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.changes {
		if c.of == ownRole && c.want != nil {
			c.mayMake()
		}
		if !c.differs {
			continue
		}
		c.dropped = map[string]bool{}
		c.task = &task{process: r.name, role: c.role}
		if c.of == ownRole {
			c.task.whole, c.task.want = !c.ignores || c.config == nil, c.want
			if c.task.creates = c.holds == nil; c.task.creates {
				c.task.whole = true
			} else if c.task.planned = c.holds; c.ignores && c.config != nil {
				c.task.want = contents{"description": c.want["description"], "metadata": c.want["metadata"], "run_as": ""}
				for key, value := range c.want { // what it configures, and need not ignore, is its own
					if c.holds[key] == value {
						c.task.want[key] = value
					}
				}
			}
		} else {
			c.task.want = maps.Clone(c.want)
			if c.want == nil {
				c.task.want = contents{}
			}
			for key := range c.holds {
				if _, kept := c.want[key]; kept {
					continue
				}
				c.dropped[key] = true
				if r.namedBeside(c.owner, key) {
					c.task.gives = append(c.task.gives, key)
				} else {
					c.task.want[key] = ""
				}
			}
		}
		r.tasks = append(r.tasks, c.task)
	}
}

// namedBeside reports whether another object names a key of the role, or will.
func (w *world) namedBeside(o *owner, key string) bool {
	return slices.ContainsFunc(w.owners, func(other *owner) bool {
		_, holds := other.holds[key]
		_, wants := other.want[key]
		_, made := other.made[key]
		return other != o && (wants || made || holds && other.of != ownRole)
	})
}

// mayMake notes what a cases_role sets if it is applied. A grant leaves that to it
// at once.
func (c *objectChange) mayMake() {
	if c.made == nil {
		c.made = contents{}
	}
	maps.Copy(c.made, c.want)
}

// succeeds notes what the state says that an object holds after its change.
func (c *objectChange) succeeds() {
	if c.of == ownRole && (!c.ignores || c.want == nil) {
		c.made = maps.Clone(c.want)
	}
	c.holds = maps.Clone(c.want)
}

// ended judges what has become of the role when applies are over.
func (w *world) ended(runs ...*run) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.contents(shared)
	unowned := true              // a cases_role that owns all of its role has not been written
	dropped := map[string]bool{} // keys that a change has taken away
	for _, r := range runs {
		for _, c := range r.changes {
			if c.task == nil || !c.differs {
				continue
			}
			unowned = unowned && (c.failed || c.of != ownRole || c.ignores && c.config != nil)
			w.endedOne(c, now)
			for key := range c.dropped {
				dropped[key] = dropped[key] || !c.failed
			}
		}
	}
	w.tasks = nil
	named := map[string][]*owner{}
	for _, o := range w.owners {
		for key := range o.holds {
			if o.of != ownRole {
				named[key] = append(named[key], o)
			}
		}
	}
	for _, key := range w.keys() {
		owners := named[key]
		switch {
		case w.undone[key] || w.limbo[key] || now == nil:
		case len(owners) == 0 && now[key] != "" && !w.namedBeside(nil, key):
			w.problem("%s is left behind: %q", key, now[key])
		case len(owners) > 0 && !slices.ContainsFunc(owners, func(o *owner) bool { return o.holds[key] == now[key] }):
			wanted := slices.ContainsFunc(owners, func(o *owner) bool { return o.want[key] != "" }) // "" is access "none"
			w.undone[key] = !unowned || dropped[key] && !wanted || warned(runs, key)
			if !w.undone[key] {
				w.problem("%s is lost: %q, want %q", key, now[key], owners[0].holds[key])
			}
		}
	}
}

// endedOne judges one change.
func (w *world) endedOne(c *objectChange, now contents) {
	keys := slices.Collect(maps.Keys(keysOf(c.holds, c.want)))
	// A role that exists already may be our own, and somebody has changed it since.
	unsure := c.task.creates || c.reports("shows what is left to do") || c.reports("interrupted") || c.reports("overwritten") || c.reports("may have taken effect")
	for _, key := range keys {
		if c.failed && unsure {
			w.limbo[key] = true
		} else if !c.failed {
			delete(w.limbo, key)
		}
	}
	t := c.task
	switch {
	case c.failed || c.reports("could not be verified"):
	case t.owner() && c.config == nil:
		if now != nil {
			w.problem("the role was destroyed, and is there: %v", now)
		}
	case !t.verified, now != nil && !t.owner() && !t.damaged && !t.fits(now):
		w.problem("%s is not %v, as the provider says (%q), but %v", c.space, t.want, c.diagnostics, now)
	case now != nil && !t.owner() && !t.damaged && t.wrote && t.looks < 2:
		w.problem("%s is %v, verified %d times", c.space, t.want, t.looks)
	}
}

// keys are those that grants can name.
func (w *world) keys() (keys []string) {
	for _, o := range w.owners {
		for _, name := range o.could {
			keys = append(keys, keyOf(o.space, name))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// warned reports whether a plan has said that a key is taken from its owner.
func warned(runs []*run, key string) bool {
	space, feature, _ := strings.Cut(key, " ")
	for _, r := range runs {
		for _, line := range r.diagnostics {
			for name := range featureNames {
				if keyOf(space, name) == space+" "+feature && strings.Contains(line, "taken away: ") &&
					strings.Contains(line, name) && strings.Contains(line, `"`+space+`"`) {
					return true
				}
			}
		}
	}
	return false
}

// featureNames are the features that grants name.
var featureNames = map[string]bool{"security": true, "observability": true, "stack": true, "connectors": true}

// keyOf is the key of contents for a feature that a grant names.
func keyOf(space, name string) string {
	if name == "connectors" {
		return space + " actions"
	}
	return space + " " + casesFeatures[name] + "V3"
}
