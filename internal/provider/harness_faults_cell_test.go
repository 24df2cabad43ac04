package provider_test

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// cell is one operation that meets one fault, once or for ever.
type cell struct {
	operation
	fault

	ever bool // and not once
}

func (c cell) String() string { return cellName(c.operation.name, c.fault.name, c.ever) }

// run lets the operation meet the fault, and returns how that ends with what was
// requested, and whether the fault would have been met again.
func (c cell) run(t *testing.T, goal document) (ends string, again bool) {
	k, before := c.kibana(t)
	stored := snapshot(k)
	trouble := c.install(k)
	k.ResetJournal()
	p := start(t, k.withElasticsearch(object{"max_retries": 1, "request_timeout": cmp.Or(c.patience, "10m")}))
	after, how := c.start(p, before)
	trouble.over.Store(true)
	if !trouble.met.Load() {
		t.Error("no request met the fault")
	}
	how = p.end(how)
	if diagnostics := strings.Join(p.diagnostics, ""); diagnostics != "" && (c.prior != nil || c.goal != nil) && !strings.Contains(diagnostics, `"rich"`) {
		t.Errorf("the role is not named: %s", diagnostics)
	}
	ends = fmt.Sprint(how, " ", c.requests(t, k))
	c.isTrue(p, how, stored, goal, snapshot(k))
	if changed := !p.same(c.of, before.state, after.state); changed && how != done && how != "unchecked" && how != "gone" {
		t.Errorf("%s, but the state has changed", how)
	}
	c.converges(t, k, how, after)
	if got := goal.to(snapshot(k)); got != "" {
		t.Errorf("not what is stored without a fault: %s", got)
	}
	return ends, trouble.again.Load()
}

// trouble is a fault that is installed in a double.
type trouble struct{ met, again, over atomic.Bool }

func (c cell) install(k target) *trouble {
	var fault trouble
	k.Hook(c.breaks(c.hit.Once().Do(func(*kibanatest.Exchange) { fault.met.Store(true) })))
	path := c.lasts
	if path == "" {
		path = listPath + "*"
	}
	later := kibanatest.On("", path)
	matches := later.Match
	later.Match = func(r *http.Request) bool {
		if !fault.met.Load() || fault.over.Load() || !matches(r) {
			return false
		}
		fault.again.Store(true)
		return c.ever
	}
	k.Hook(c.breaks(later))
	return &fault
}

// kibana is the double as the operation finds it, and the object there. The
// double closes every connection: Go's client repeats a GET that breaks on one
// that was used before, and would blur the counts.
func (o operation) kibana(t *testing.T) (target, held) {
	t.Helper()
	k := onDouble(t, showsGlobal(t).With(kibanatest.Feature{ID: "everywhere_only", All: kibanatest.Privilege{RequireAllSpaces: true}}))
	for _, name := range listed {
		k.Plant(name, kibanatest.ESRole{})
	}
	if o.of == featurePrivilege {
		k.Plant("rich", othersRole())
	}
	k.SetSpace(hidingSpace)
	k.AddUser(kibanatest.ESUser{Username: "ann", Roles: listed[:1]})
	k.LogInFrom("saml1", kibanatest.ESUser{Username: "sam", Roles: listed[1:2]})
	k.AddRoleMapping("sso", kibanatest.ESRoleMapping{Roles: listed[:1]})
	k.Hook(kibanatest.Hook{}.Then(func(x *kibanatest.Exchange) { x.Answer.Header.Set("Connection", "close") }))
	p := start(t, k.withElasticsearch(nil))
	before := p.become(held{o.of, kept{state: p.value(o.of, nil)}}, o.prior)
	p.wantNoDiagnostics()
	return k, before
}

func (o operation) start(p *process, before held) (held, end) {
	if o.run != nil {
		return o.run(p, before)
	}
	return p.become(before, o.goal), done
}

// requests are the initials of the requests that matter. The plan of an object to
// be created reads the role first: that is left out.
func (c cell) requests(t *testing.T, k target) string {
	t.Helper()
	path := c.lasts
	if path == "" {
		path = listPath
	}
	var initials strings.Builder
	for _, r := range k.Journal() {
		switch {
		case r.Path == listPath:
			initials.WriteString("L")
		case strings.HasPrefix(r.Path, path):
			initials.WriteString(r.Method[:1])
		}
	}
	if c.prior != nil || c.goal == nil {
		return initials.String()
	}
	applied, read := strings.CutPrefix(initials.String(), "G")
	if !read {
		t.Errorf("the plan does not read the role: %s", initials.String())
	}
	return applied
}

// end is the word for what the provider said; how, where that is nothing.
func (p *process) end(how end) end {
	if len(p.diagnostics) == 0 {
		return how
	}
	p.keepsSecrets()
	diagnostics := strings.Join(p.diagnostics, "\n")
	var words []string
	for _, e := range ends {
		if strings.Contains(diagnostics, e.advises) {
			words = append(words, e.word)
		}
	}
	if len(p.diagnostics) > 1 || len(words) == 0 {
		p.t.Errorf("diagnostics %q", p.diagnostics)
	}
	return end(strings.Join(words, ": "))
}

// isTrue checks that Kibana now stores what the end says.
func (c cell) isTrue(p *process, how end, before, goal, now document) {
	p.t.Helper()
	unchanged, reached := before.to(now) == "", goal.to(now) == ""
	switch {
	case c.fault.name == "404" && len(now) == 0: // somebody else deleted it
	case how == done || how == "unchecked":
		if !reached {
			p.t.Errorf("%s, but not as without a fault: %s", how, goal.to(now))
		}
	case strings.HasPrefix(string(how), "unknown"):
		if !reached && !unchanged {
			p.t.Errorf("%s, but neither as before nor as without a fault: %s", how, before.to(now))
		}
	case !unchanged:
		p.t.Errorf("%s, but changed: %s", how, before.to(now))
	}
}

// converges does what the user is told: run Terraform again, and import a role
// that is there already. After that nothing is left to do.
func (c cell) converges(t *testing.T, k target, how end, o held) {
	t.Helper()
	if len(snapshot(k)) == 0 && c.of == featurePrivilege {
		k.Plant("rich", othersRole()) // its owner makes it again
	}
	p := start(t, k.withElasticsearch(nil))
	o = p.become(p.refreshed(o), c.goal)
	if strings.HasPrefix(string(how), "unknown") && strings.Contains(strings.Join(p.diagnostics, ""), "import {") {
		p.diagnostics = nil
		o = p.become(p.imported(c.of, "rich"), c.goal)
	}
	p.wantDiagnostics(tfprotov6.DiagnosticSeverityError)
	k.ResetJournal()
	next := start(t, k.withElasticsearch(nil))
	if again := next.become(next.refreshed(o), c.goal); !next.same(c.of, o.state, again.state) {
		t.Error("the second plan is not empty")
	}
	wantNone(t, append(k.requests("PUT"), k.requests("DELETE")...))
	next.wantNoDiagnostics()
	if c.operation.run != nil {
		if _, how := c.operation.run(next, o); how != done {
			t.Errorf("ends in %q without a fault", how)
		}
	}
}

// rehearsed is what is stored after the operation without a fault.
func (o operation) rehearsed(t *testing.T) document {
	t.Helper()
	k, before := o.kibana(t)
	p := start(t, k.withElasticsearch(nil))
	if _, how := o.start(p, before); how != done {
		t.Errorf("%s ends in %q without a fault", o.name, how)
	}
	p.wantNoDiagnostics()
	return snapshot(k)
}
