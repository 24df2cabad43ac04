package provider_test

import (
	"fmt"
	"maps"
	"slices"
)

// task is something that a process is to make of a role. A key of it is owned,
// and whatever it does not have is none of the process's business.
type task struct {
	process, role string
	whole         bool     // the role is owned, but for what no configuration can say
	creates       bool     // the role was not there when it was planned
	planned       contents // the whole role as the plan knows it
	want          contents // nil: the role is not to be there
	gives         []string // keys that others may take up, and that are empty before
	verified      bool     // Kibana has shown that it is so
	wrote         bool     // it was made so, and not found
	looks         int      // how often Kibana has shown it since
	damaged       bool     // since then somebody else has undone it
}

// owner reports whether the task is that of a cases_role.
func (t *task) owner() bool { return t.whole || t.creates || t.planned != nil }

// judge checks a write against what its process has seen: what it does not own is
// sent back as it was. Whatever somebody wrote in between is overtaken. A plan of
// the same process may have read the role between the read and the write, and
// whether the owner of the role has written or a grant may not show.
func (r *referee) judge(who, role string) {
	before, after := r.last[role], r.contents(role)
	sights := []contents{r.seen[who][role]}
	if earlier, known := r.seen[who]["earlier "+role]; known {
		sights = append(sights, earlier)
	}
	problems := r.strange(who, role, sights[0], before, after, false)
	for _, seen := range sights {
		for _, byOwner := range []bool{false, true} {
			if len(problems) > 0 && len(r.strange(who, role, seen, before, after, byOwner)) == 0 {
				problems = nil
			}
		}
	}
	for _, strange := range problems {
		r.problem("%s, written by %s", strange, who)
	}
	owned := map[string]bool{}
	byOwner := slices.ContainsFunc(r.tasks, func(t *task) bool {
		return t.process == who && t.role == role && t.owner() && after["description"] == t.want["description"]
	})
	for _, t := range r.tasks {
		if t.process != who || t.role != role {
			continue
		}
		for _, key := range append(slices.Collect(maps.Keys(t.want)), t.gives...) {
			owned[key] = true
		}
		switch {
		case t.owner():
			t.verified = t.verified || len(problems) == 0 && byOwner // nobody reads it again
		case !byOwner && t.fits(after) && r.writesAlone(t, before):
			t.wrote, t.looks = true, 0
		}
	}
	for key := range keysOf(before, after) {
		if after[key] == before[key] {
			continue
		}
		delete(r.undone, key)
		if !owned[key] {
			r.undone[key] = true
		}
	}
	r.last[role] = after
	r.damage(who, role)
}

// writesAlone reports whether something that a task wants, and no other task of the
// process touches, was otherwise before.
func (r *referee) writesAlone(t *task, before contents) bool {
	for key, value := range t.want {
		if before[key] != value && !slices.ContainsFunc(r.tasks, func(other *task) bool {
			_, wants := other.want[key]
			return other != t && other.process == t.process && (wants || slices.Contains(other.gives, key))
		}) {
			return true
		}
	}
	return false
}

// strange says what a process that has seen a role should not have written: by the
// owner of the role, or by grants.
func (r *referee) strange(who, role string, seen, before, after contents, byOwner bool) (problems []string) {
	allowed := map[string][]string{} // what may be written beside what was seen
	var owner *task
	for _, t := range r.tasks {
		switch {
		case t.process != who || t.role != role:
			continue
		case t.owner():
			owner = t
			continue
		}
		for key, value := range t.want {
			allowed[key] = append(allowed[key], value)
		}
		for _, key := range t.gives {
			allowed[key] = append(allowed[key], "")
		}
	}
	if byOwner {
		if owner == nil || owner.want == nil {
			return []string{role + " has no owner here"}
		}
		problems = owner.strange(seen, before, allowed)
		for key, value := range owner.want {
			allowed[key] = append(allowed[key], value)
		}
	} else if before == nil {
		return []string{fmt.Sprintf("%s is brought back: %v", role, after)}
	}
	for key := range keysOf(seen, before, after) {
		options := allowed[key]
		switch {
		case key == othersEntries:
			if after[key] != before[key] {
				problems = append(problems, fmt.Sprintf("%s: %s became %s", key, before[key], after[key]))
			}
		case byOwner && owner.whole && key != "global":
			if !slices.Contains(append(options, owner.want[key]), after[key]) {
				problems = append(problems, fmt.Sprintf("%s: %q, want one of %q", key, after[key], options))
			}
		case after[key] != seen[key] && !slices.Contains(options, after[key]):
			problems = append(problems, fmt.Sprintf("%s: %q became %q, want one of %q", key, seen[key], after[key], options))
		}
	}
	return problems
}

// strange says why the owner of a role should not have written it: it is not what
// the plan knew, even without what grants of the same process may have done.
func (t *task) strange(seen, before contents, others map[string][]string) (problems []string) {
	if before == nil && !t.creates {
		return []string{t.role + " is brought back"}
	}
	for key := range keysOf(t.planned.sayable(), seen.sayable()) {
		if _, other := others[key]; before != nil && !other && t.planned[key] != seen[key] {
			problems = append(problems, fmt.Sprintf("%s is not what the plan knew: %q, seen %q", key, t.planned[key], seen[key]))
		}
	}
	return problems
}

// fits reports whether a role is what the task is to make of it.
func (t *task) fits(role contents) bool {
	if t.whole {
		return (t.want == nil) == (role == nil) && maps.Equal(t.want.sayable(), role.sayable())
	}
	for key, value := range t.want {
		if role[key] != value {
			return false
		}
	}
	return true
}
