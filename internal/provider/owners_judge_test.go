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
// the same process may have read the role between the read and the write.
func (r *referee) judge(who, role string) {
	before, after := r.last[role], r.contents(role)
	allowed, whole, creates := r.allowed(who, role, before, after)
	if before == nil && !creates {
		r.problem("%s is brought back by %s: %v", role, who, after)
	}
	problems := r.strange(r.seen[who][role], before, after, allowed, whole)
	if earlier, ok := r.seen[who]["earlier "+role]; ok && len(problems) > 0 && len(r.strange(earlier, before, after, allowed, whole)) == 0 {
		problems = nil
	}
	for _, strange := range problems {
		r.problem("%s, written by %s", strange, who)
	}
	for key := range keysOf(before, after) {
		if after[key] != before[key] {
			if _, owned := allowed[key]; owned {
				delete(r.undone, key)
			} else {
				r.undone[key] = true
			}
		}
	}
	r.last[role] = after
	r.damage(who, role)
}

// strange says what a process that has seen a role should not have written.
func (r *referee) strange(seen, before, after contents, allowed map[string][]string, whole bool) (problems []string) {
	for key := range keysOf(seen, before, after) {
		options, owned := allowed[key]
		switch {
		case key == othersEntries:
			if after[key] != before[key] {
				problems = append(problems, fmt.Sprintf("%s: %s became %s", key, before[key], after[key]))
			}
		case whole && key != "global":
			if !slices.Contains(options, after[key]) && (owned || after[key] != "") {
				problems = append(problems, fmt.Sprintf("%s: %q, want one of %q", key, after[key], options))
			}
		case after[key] != seen[key] && !slices.Contains(options, after[key]):
			problems = append(problems, fmt.Sprintf("%s: %q became %q, want one of %q", key, seen[key], after[key], options))
		}
	}
	return problems
}

// allowed is what a process may write beside what it saw, by key: what its tasks
// want. Whole says that it owns the role, and creates that it may create it.
func (r *referee) allowed(who, role string, before, after contents) (allowed map[string][]string, whole, creates bool) {
	allowed = map[string][]string{}
	for _, t := range r.tasks {
		if t.process != who || t.role != role {
			continue
		}
		whole, creates = whole || t.whole, creates || t.creates
		for key, value := range t.want {
			allowed[key] = append(allowed[key], value)
		}
		for _, key := range t.gives {
			allowed[key] = append(allowed[key], "")
		}
		switch {
		case t.owner():
			r.judgeOwner(t, before, after)
		case !t.fits(before) && t.fits(after):
			t.wrote, t.looks = true, 0
		}
	}
	return allowed, whole, creates
}

// judgeOwner checks a write by the owner of a role: the role is what the plan
// knew, but for what grants of the same process have done to it. Nobody reads it
// again.
func (r *referee) judgeOwner(t *task, before, after contents) {
	others := map[string]bool{}
	for _, other := range r.tasks {
		if other == t || other.process != t.process || other.role != t.role {
			continue
		}
		for _, key := range append(slices.Collect(maps.Keys(other.want)), other.gives...) {
			others[key] = true
		}
	}
	t.verified = true
	for key := range keysOf(t.want.sayable(), after.sayable()) {
		_, own := t.want[key]
		t.verified = t.verified && (others[key] || after[key] == t.want[key] || !own && !t.whole)
	}
	seen, earlier := r.seen[t.process][t.role], r.seen[t.process]["earlier "+t.role]
	for key := range keysOf(t.planned.sayable(), seen.sayable()) {
		if before != nil && !others[key] && t.planned[key] != seen[key] && (earlier == nil || t.planned[key] != earlier[key]) {
			r.problem("%s of %s is not what the plan knew, and was written: planned %q, seen %q", key, t.role, t.planned[key], seen[key])
		}
	}
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
