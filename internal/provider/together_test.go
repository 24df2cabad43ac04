package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Objects that meet on one role are planned and applied in any order. The helpers
// here force one: a process stands for one command of Terraform, and plans each
// object once.

// beside is another object's view of the same process: what the provider says of
// that object is kept apart.
func (p *process) beside() *process { return &process{t: p.t, server: p.server} }

// validates hands over what is configured for a role, as Terraform does right
// before it plans the role: without what ignore_changes puts in its place.
func (p *process) validates(config object) {
	p.t.Helper()
	valid, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: ownRole, Config: p.value(ownRole, config)})
	p.heard(err, valid.Diagnostics)
}

// begins hands over a state, as Terraform does when it begins with an object.
func (p *process) begins(of string, o kept) {
	p.t.Helper()
	text, err := json.Marshal(plainValue(p.t, p.valueOf(of, o.state)))
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := p.server.UpgradeResourceState(p.t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: of, RawState: &tfprotov6.RawState{JSON: text}})
	p.heard(err, resp.Diagnostics)
}

// keeps plans an object that is configured as its state has it, which is what the
// provider answers without the framework.
func (p *process) keeps(of string, o kept) *tfprotov6.PlanResourceChangeResponse {
	p.t.Helper()
	resp, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: of, Config: o.state, ProposedNewState: o.state, PriorState: o.state, PriorPrivate: o.private, PriorIdentity: o.identity,
	})
	p.heard(err, resp.Diagnostics)
	return resp
}

// created is a grant or a role that an earlier command has created, refreshed.
func (k target) created(t *testing.T, of string, config object) kept {
	t.Helper()
	p := start(t, k.settings(nil))
	o := p.refresh(of, p.change(of, kept{}, config))
	p.wants()
	return o
}

// wantStored checks which privileges of Kibana's own application a role stores, as
// "space feature.privilege".
func (k target) wantStored(t *testing.T, name string, want ...string) {
	t.Helper()
	role, there := k.Stored(name)
	held := []string{}
	for _, a := range role.Applications {
		for _, resource := range a.Resources {
			for _, privilege := range a.Privileges {
				held = append(held, strings.TrimPrefix(resource, "space:")+" "+strings.TrimPrefix(privilege, "feature_"))
			}
		}
	}
	slices.Sort(held)
	slices.Sort(want)
	if !there || !slices.Equal(held, want) {
		t.Errorf("role %q (there: %t) stores %q, want %q", name, there, held, want)
	}
}

// during begins something when a request arrives or has been answered, and lets it
// come as far as it can meanwhile. The function returned waits for its end.
func (k target) during(hook kibanatest.Hook, begins func()) (wait func()) {
	var all sync.WaitGroup
	k.Hook(hook.Once().Then(func(x *kibanatest.Exchange) {
		done := make(chan struct{})
		all.Go(func() {
			defer close(done)
			begins()
		})
		select {
		case <-done: // without a queue it gets through
		case <-time.After(100 * time.Millisecond):
		}
	}))
	return all.Wait
}

// wantNoWriteAfterDelete checks that a deleted role is not written again.
func (k target) wantNoWriteAfterDelete(t *testing.T, name string) {
	t.Helper()
	deleted := false
	for _, line := range k.requests("") {
		deleted = deleted || line == "DELETE /api/security/role/"+name
		if deleted && line == "PUT /api/security/role/"+name {
			t.Errorf("role %q was written after it was deleted: %q", name, k.requests(""))
		}
	}
	if _, there := k.Stored(name); there || !deleted {
		t.Errorf("role %q was deleted: %t, and is there: %t", name, deleted, there)
	}
}

// access is a grant on a role in space soc, or the words for it.
func access(level string) object { return object{"access": level} }

func grantOn(role string, words object) object {
	grant := object{"role": role, "space": "soc"}
	maps.Copy(grant, words)
	return grant
}

func rolePathOf(name string) string { return fmt.Sprintf("%s/%s", listPath, name) }
