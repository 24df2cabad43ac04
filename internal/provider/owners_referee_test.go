package provider_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// contents is what a role holds: privileges by "<space> <feature>", everything
// else by its name, and nothing that is empty. Nil is a role that is not there.
type contents map[string]string

// othersEntries are those of other applications, which Kibana keeps by itself.
const othersEntries = "other applications"

func contentsOf(role kibanatest.ESRole) contents {
	c := contents{"description": role.Description}
	privileges := map[string][]string{}
	var others []kibanatest.ESApplication
	for _, a := range role.Applications {
		if a.Application != "kibana-.kibana" {
			others = append(others, a)
			continue
		}
		for _, resource := range a.Resources {
			for _, privilege := range a.Privileges {
				feature, id, _ := strings.Cut(strings.TrimPrefix(privilege, "feature_"), ".")
				at := strings.TrimPrefix(resource, "space:") + " " + feature
				privileges[at] = append(privileges[at], id)
			}
		}
	}
	for at, ids := range privileges {
		slices.Sort(ids)
		c[at] = strings.Join(slices.Compact(ids), " ")
		if c[at] == "" {
			c[at] = "base"
		}
	}
	for name, value := range map[string]any{
		"metadata": role.Metadata, "global": role.Global, "cluster": role.Cluster, "run_as": role.RunAs, "indices": role.Indices,
		"remote_indices": role.RemoteIndices, "remote_cluster": role.RemoteCluster, othersEntries: others,
	} {
		var plain any // with numbers as Kibana reads them
		text, err := json.Marshal(value)
		if err = errors.Join(err, json.Unmarshal(text, &plain)); err == nil {
			text, err = json.Marshal(plain)
		}
		if err != nil {
			panic(err)
		}
		if !slices.Contains([]string{"null", "[]", "{}"}, string(text)) {
			c[name] = string(text)
		}
	}
	maps.DeleteFunc(c, func(_, value string) bool { return value == "" })
	return c
}

// keysOf are the keys of any of them.
func keysOf(all ...contents) map[string]bool {
	keys := map[string]bool{}
	for _, c := range all {
		for key := range c {
			keys[key] = true
		}
	}
	return keys
}

// turn is what happens around one request for a role.
type turn struct {
	Edit  int    // somebody edits the role before, in this way, unless it is 0
	Fault string // instead of Kibana's answer, before or after it has done its part
	After int    // somebody edits the role after
	Stale bool   // somebody writes back what was there before our write
}

// referee stands between the providers and Kibana, one request for a role at a
// time. It lets somebody else edit the roles, and faults happen, as the turns
// say, and knows what every write may change.
type referee struct {
	k target

	mu       sync.Mutex
	turns    []turn
	last     map[string]contents            // by role, after what is accounted for
	seen     map[string]map[string]contents // by process and role, as Kibana last showed it
	tasks    []*task
	problems []string

	edited int               // how often somebody did
	before kibanatest.ESRole // the request in progress
	now    turn
}

// task is something that a process is to make of a role. A key of it is owned,
// and whatever it does not have is none of the process's business.
type task struct {
	process, role string
	whole         bool     // the role is owned, but for what no configuration can say
	planned       contents // the whole role as the plan knows it
	want          contents // nil: the role is not to be there
	verified      bool     // Kibana has shown that it is so
	damaged       bool     // since then somebody else has undone it
}

func (r *referee) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

func (r *referee) contents(role string) contents {
	stored, there := r.k.Stored(role)
	if !there {
		return nil
	}
	return contentsOf(stored)
}

// roleOf is the role that a request is for, "" for the list of all.
func roleOf(x *kibanatest.Exchange) string {
	return strings.TrimPrefix(strings.TrimPrefix(x.Request.URL.Path, "/api/security/role"), "/")
}

func processOf(x *kibanatest.Exchange) string { return x.Request.Header.Get("X-Process") }

// begins has the turn's edit and the faults that keep a request from Kibana. Else
// ends follows, and nothing comes between the two.
func (r *referee) begins(x *kibanatest.Exchange) {
	r.mu.Lock()
	r.now = turn{}
	if len(r.turns) > 0 {
		r.now, r.turns = r.turns[0], r.turns[1:]
	}
	role := roleOf(x)
	r.account(role)
	r.edit(role, r.now.Edit)
	r.before, _ = r.k.Stored(role)
	switch r.now.Fault {
	case "429":
		x.Answer = kibanatest.NewAnswer(429, "", "Retry-After", "0")
	case "503":
		x.Answer = kibanatest.NewAnswer(503, "", "Retry-After", "0")
	case "500":
		x.Answer = kibanatest.NewAnswer(500, `{"statusCode":500,"message":"boom"}`, "Content-Type", "application/json")
	case "page":
		x.Answer = kibanatest.NewAnswer(200, loginPage, "Content-Type", "text/html")
	case "cut":
		x.Cut()
	default:
		return
	}
	r.mu.Unlock()
}

// ends judges what Kibana has made of a request, and has the faults and edits
// that come then.
func (r *referee) ends(x *kibanatest.Exchange) {
	defer r.mu.Unlock()
	role, who := roleOf(x), processOf(x)
	status := x.Answer.Status
	took, shown := status == http.StatusNoContent, false
	switch r.now.Fault {
	case "cut after":
		x.Cut()
	case "504 after":
		x.Answer = kibanatest.NewAnswer(504, "")
	case "page after":
		x.Answer = kibanatest.NewAnswer(200, loginPage, "Content-Type", "text/html")
	case "truncated":
		shown = x.Answer.Status >= 300 || len(x.Answer.Body) == 0
		x.Answer.Body = bytes.Clone(x.Answer.Body[:len(x.Answer.Body)/2])
	default:
		shown = true
	}
	switch {
	case took && x.Request.Method == http.MethodPut:
		r.judge(who, role)
	case took:
		r.last[role] = nil
		r.show(who, role)
	case shown && (status == http.StatusOK || status == http.StatusNotFound):
		for name := range r.last {
			if role == name || role == "" {
				r.show(who, name)
			}
		}
	}
	if r.now.Stale && took && role == shared {
		r.k.Plant(role, r.before)
		r.last[role] = r.contents(role)
		r.damage("", role)
	}
	r.edit(role, r.now.After)
}

// account makes sure that nothing has changed a role that was not judged.
func (r *referee) account(role string) {
	if now := r.contents(role); role != "" && !maps.Equal(now, r.last[role]) {
		r.problem("role %s changed behind everybody's back:\n%v\n%v", role, r.last[role], now)
	}
}

// show notes that a process knows a role.
func (r *referee) show(who, role string) {
	r.seen[who][role] = r.last[role]
	for _, t := range r.tasks {
		if t.process == who && t.role == role && t.fits(r.last[role]) {
			t.verified, t.damaged = true, false
		}
	}
}

// damage notes what a write undoes of that which others have made.
func (r *referee) damage(who, role string) {
	for _, t := range r.tasks {
		if t.process != who && t.role == role && !t.fits(r.last[role]) {
			t.damaged = true
		}
	}
}

// judge checks a write against what its process has seen: what it does not own is
// sent back as it was. Whatever somebody wrote in between is overtaken.
func (r *referee) judge(who, role string) {
	seen, before, after := r.seen[who][role], r.last[role], r.contents(role)
	allowed := contents{} // what the process may write beside what it saw
	whole := false
	for _, t := range r.tasks {
		if t.process != who || t.role != role {
			continue
		}
		maps.Copy(allowed, t.want)
		if t.whole {
			whole, t.verified = true, t.fits(after) // nobody reads it again
			if before != nil && (seen == nil || !maps.Equal(t.planned.sayable(), seen.sayable())) {
				r.problem("%s is not what the plan knew, and was written:\nplanned %v\nseen    %v", role, t.planned, seen)
			}
		}
	}
	for key := range keysOf(seen, before, after, allowed) {
		want, owned := allowed[key]
		switch {
		case key == othersEntries:
			if after[key] != before[key] {
				r.problem("%s of %s: %s became %s", key, role, before[key], after[key])
			}
		case whole && key != "global":
			if after[key] != want {
				r.problem("%s of %s: %q, want %q", key, role, after[key], want)
			}
		case after[key] != seen[key] && (!owned || after[key] != want):
			r.problem("%s of %s: %q became %q, by %s, whose it is not", key, role, seen[key], after[key], who)
		}
	}
	r.last[role] = after
	r.damage(who, role)
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

// sayable is what a configuration can say.
func (c contents) sayable() contents {
	said := maps.Clone(c)
	maps.DeleteFunc(said, func(key, _ string) bool { return key == "global" || key == othersEntries })
	return said
}
