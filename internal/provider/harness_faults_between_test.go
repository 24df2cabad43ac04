package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// between says how operations end when somebody else writes the role between two
// of their requests. A cell is the end, the requests since the plan, and whose
// changes are stored then; "-" where there is no such moment. An old write is one
// whose writer has read the role before the operation began.
//
// "somebody" writes once, and looks no more: what is written between the reading
// and the write of an operation is overtaken. "another process" is a provider on
// another machine: it verifies, too, and whatever is not stored in the end it has
// been told.
//
//   - An update of a cases_role whose role changed since the plan is refused.
//   - A grant and its removal keep what others wrote, but for that one round trip;
//     and make again what an old write has undone, until the second verifying read.
//   - A role that is created never replaces another one. One that is destroyed
//     takes the grants of others with it.
const between = `
                                                     | create            | update            | delete                | grant              | removal
somebody, since the plan                             | exists PG, theirs | changed G, theirs | done D, ours          | done GPGG, both    | done GPGG, both
somebody, before the write                           | exists PG, theirs | done GP, ours     | done D, ours          | done GPGG, ours    | done GPGG, ours
somebody, before the first check                     | -                 | -                 | -                     | done GPGG, both    | done GPGG, both
somebody's old write, before the first check         | -                 | -                 | -                     | done GPGGPGG, both | done GPGGPGG, both
somebody, before the second check                    | -                 | -                 | -                     | done GPGG, both    | done GPGG, both
somebody's old write, before the second check        | -                 | -                 | -                     | done GPGGPGG, both | done GPGGPGG, both
another process, since the plan                      | exists PG, theirs | changed G, theirs | done D, ours and told | done GPGG, both    | done GPGG, both
another process, before the write                    | exists PG, theirs | done GP, both     | done D, ours and told | done GPGG, both    | done GPGG, both
another process, before the first check              | -                 | -                 | -                     | done GPGG, both    | done GPGG, both
another process's old write, before the first check  | -                 | -                 | -                     | done GPGGPGG, both | done GPGGPGG, both
another process, before the second check             | -                 | -                 | -                     | done GPGG, both    | done GPGG, both
another process's old write, before the second check | -                 | -                 | -                     | done GPGGPGG, both | done GPGGPGG, both
`

// meeting is one operation that meets another writer.
type meeting struct {
	operation

	row string
	t   *testing.T
	k   target
	old kibanatest.ESRole // before the operation

	other   *process // nil for somebody who is none
	told    bool     // the other process that its change did not last
	release chan struct{}
	landed  chan struct{} // the other's write
	handled chan struct{} // our request
	all     sync.WaitGroup
}

// ends runs the operation, and says how it ends.
func (m *meeting) ends() string {
	k, before := m.kibana(m.t)
	goal := m.rehearsed(m.t)
	m.k = k
	m.old, _ = k.Stored("rich")
	m.release, m.landed, m.handled = make(chan struct{}), make(chan struct{}), make(chan struct{})
	p := m.process("ours")
	plan := p.planChange(m.of, before.kept, m.goal)
	p.diagnostics = nil
	k.ResetJournal()
	writes := func() { m.somebody() }
	if strings.HasPrefix(m.row, "another") {
		writes = m.another()
	}
	hit := m.moment()
	k.Hook(hit.Once().Do(func(*kibanatest.Exchange) { writes() }).Then(func(*kibanatest.Exchange) { close(m.handled) }))
	p.applyChange(m.of, before.kept, m.goal, plan)
	m.all.Wait()
	how := p.end(done)
	if len(p.diagnostics) > 0 && !strings.Contains(p.diagnostics[0], `"rich"`) {
		m.t.Errorf("the role is not named: %q", p.diagnostics)
	}
	return fmt.Sprintf("%s %s, %s", how, m.requests(), m.whose(goal))
}

// process starts a provider on a machine of its own.
func (m *meeting) process(name string) *process {
	return startOn(m.t, provider.NewServerOnMachine(m.t.TempDir())(), m.k.settings(object{"headers": object{"X-Process": name}}))
}

// by limits a hook to the requests of a process.
func by(name string, h kibanatest.Hook) kibanatest.Hook {
	matches := h.Match
	h.Match = func(r *http.Request) bool { return r.Header.Get("X-Process") == name && matches(r) }
	return h
}

// moment is the request of ours before which the other writes.
func (m *meeting) moment() kibanatest.Hook {
	_, when, _ := strings.Cut(m.row, ", ")
	get := by("ours", kibanatest.On("GET", rolePath))
	writes := kibanatest.On("", rolePath)
	matches := writes.Match
	writes.Match = func(r *http.Request) bool { return r.Method != http.MethodGet && matches(r) }
	switch when {
	case "since the plan":
		return by("ours", kibanatest.On("", rolePath))
	case "before the first check":
		return get.Passing(1)
	case "before the second check":
		return get.Passing(2)
	}
	return by("ours", writes)
}

// somebody writes what is there now, or what was there before, with something of
// their own.
func (m *meeting) somebody() {
	role, there := m.k.Stored("rich")
	if strings.Contains(m.row, "old write") {
		role = m.old
	}
	if !there {
		role.Description = "theirs"
	}
	role.Applications = append(slices.Clone(role.Applications), kibanatest.ESApplication{
		Application: "kibana-.kibana", Resources: []string{"space:theirs"}, Privileges: []string{"feature_generalCasesV3.read"},
	})
	m.k.Plant("rich", role)
}

// another plans a change of the same role, in another space, and returns what lets
// its write come. It waits for the answer until our request has been handled.
func (m *meeting) another() (writes func()) {
	m.other = m.process("other")
	of, config := featurePrivilege, object{"role": "rich", "space": "theirs", "stack": object{"access": "view"}}
	if m.name == "create" {
		of, config = ownRole, object{"name": "rich", "description": "theirs", "spaces": object{"theirs": object{"stack": object{"access": "view"}}}}
	}
	plan := m.other.planChange(of, kept{}, config)
	m.other.wantDiagnostics(tfprotov6.DiagnosticSeverityError)
	there := make(chan struct{})
	m.k.Hook(by("other", kibanatest.On("PUT", rolePath)).Once().Do(func(*kibanatest.Exchange) {
		close(there)
		<-m.release
	}).Then(func(*kibanatest.Exchange) {
		close(m.landed)
		<-m.handled
	}))
	begin := func() {
		m.other.diagnostics = nil
		m.all.Go(func() {
			m.other.applyChange(of, kept{}, config, plan)
			m.told = m.other.failed()
		})
		<-there
	}
	if strings.Contains(m.row, "old write") {
		begin()
		begin = func() {}
	}
	return func() {
		begin()
		close(m.release)
		<-m.landed
	}
}

// requests are the initials of ours.
func (m *meeting) requests() string {
	var initials strings.Builder
	for _, r := range m.k.Journal() {
		if r.Path == rolePath && r.Header.Get("X-Process") == "ours" {
			initials.WriteString(r.Method[:1])
		}
	}
	return initials.String()
}

// whose says whose changes are stored. What another process has not been told of
// is stored.
func (m *meeting) whose(goal document) string {
	now := snapshot(m.k)
	const added = "kibana-.kibana space:theirs: +feature_generalCasesV3.read"
	difference := goal.to(now)
	ours := difference == "" || difference == added
	theirs := difference == added || strings.Contains(difference, added)
	if m.other != nil && !theirs && !m.told {
		m.t.Errorf("the other process was not told: %q", m.other.diagnostics)
	}
	switch {
	case ours && theirs:
		return "both"
	case theirs:
		return "theirs"
	case ours && m.told:
		return "ours and told"
	case ours:
		return "ours"
	}
	return "neither: " + difference
}
