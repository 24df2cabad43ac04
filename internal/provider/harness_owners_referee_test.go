package provider_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// turn is what happens around one request for a role.
type turn struct {
	Edit  int    // somebody edits the role before, in this way, unless it is 0
	Fault string // instead of Kibana's answer, before or after it has done its part
	After int    // somebody edits the role after
	Stale bool   // somebody writes back what was there before our write
	Late  bool   // somebody writes that back before a later reading
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

	// refused is a feature in a space, as a key of contents, that Kibana takes from
	// nobody; "" is none.
	refused string
	// undone are the keys of the role that somebody else has changed since a task
	// wrote them.
	undone map[string]bool
	// history lists what happened, for the message of a failed test.
	history  []string
	recorded contents // the shared role at the last line of the history
	// overwritten is the role before the last write.
	overwritten *kibanatest.ESRole
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
	if r.now.Late && x.Request.Method == http.MethodGet && role == shared && r.overwritten != nil {
		r.undo(*r.overwritten)
	}
	r.edit(role, r.now.Edit)
	r.before, _ = r.k.Stored(role)
	if r.refuses(x) {
		x.Answer = kibanatest.NewAnswer(400, `{"statusCode":400,"message":"not that"}`, "Content-Type", "application/json")
		r.mu.Unlock()
		return
	}
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
		if r.overwritten = nil; r.last[role] != nil {
			r.overwritten = new(r.before)
		}
		r.judge(who, role)
	case took:
		for key := range r.last[role] {
			r.undone[key] = true
		}
		r.last[role], r.overwritten = nil, nil
		r.show(who, role)
	case shown && (status == http.StatusOK || status == http.StatusNotFound):
		for name := range r.last {
			if role == name || role == "" {
				r.show(who, name)
			}
		}
	}
	if r.now.Stale && took && role == shared && r.overwritten != nil {
		r.undo(r.before)
	}
	r.edit(role, r.now.After)
	r.record("%s %s %s: %d %+v", who, x.Request.Method, role, status, r.now)
}

// record adds a line to the history, with what changed in the shared role since the last.
func (r *referee) record(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	now := r.contents(shared)
	for _, key := range slices.Sorted(maps.Keys(keysOf(now, r.recorded))) {
		if now[key] != r.recorded[key] {
			line += fmt.Sprintf("\n    %s: %q, before: %q", key, now[key], r.recorded[key])
		}
	}
	r.history, r.recorded = append(r.history, line), now
}

// account makes sure that nothing has changed a role that was not judged.
func (r *referee) account(role string) {
	if now := r.contents(role); role != "" && !maps.Equal(now, r.last[role]) {
		r.problem("role %s changed behind everybody's back:\n%v\n%v", role, r.last[role], now)
	}
}

// show notes that a process knows a role.
func (r *referee) show(who, role string) {
	if seen, ok := r.seen[who][role]; ok {
		r.seen[who]["earlier "+role] = seen
	}
	r.seen[who][role] = r.last[role]
	for _, t := range r.tasks {
		if t.process == who && t.role == role && t.fits(r.last[role]) {
			t.verified, t.damaged = true, false
			t.looks++
		}
	}
}

// damage notes what a write undoes of that which others have made.
func (r *referee) damage(who, role string) {
	for _, t := range r.tasks {
		if t.process != who && t.role == role && !t.fits(r.last[role]) {
			t.damaged, t.looks = true, 0
		}
	}
}

// refuses reports whether Kibana does not take a role for the feature that it
// refuses.
func (r *referee) refuses(x *kibanatest.Exchange) bool {
	if r.refused == "" || x.Request.Method != http.MethodPut {
		return false
	}
	var body struct {
		Kibana []struct {
			Spaces  []string
			Feature map[string][]string
		}
	}
	if err := json.Unmarshal(x.Body, &body); err != nil {
		panic(err)
	}
	space, feature, _ := strings.Cut(r.refused, " ")
	for _, entry := range body.Kibana {
		ids, held := entry.Feature[feature]
		slices.Sort(ids)
		if held && slices.Contains(entry.Spaces, space) {
			return strings.Join(ids, " ") != r.last[roleOf(x)][r.refused]
		}
	}
	return false
}

// undo writes back the shared role as it once was.
func (r *referee) undo(role kibanatest.ESRole) {
	was := r.last[shared]
	r.k.Plant(shared, role)
	r.last[shared], r.overwritten = r.contents(shared), nil
	for key := range keysOf(was, r.last[shared]) {
		if was[key] != r.last[shared][key] {
			r.undone[key] = true
		}
	}
	r.damage("", shared)
}

// setTasks says what the processes are to make of the roles from now on.
func (r *referee) setTasks(tasks ...*task) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tasks = slices.Clone(tasks)
}
