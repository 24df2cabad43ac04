package client_test

import (
	"context"
	"errors"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Users with access to all of Kibana keep it after a write. Kibana drops the privilege
// "*" of its own application, but not that of the application "*".
func TestAWriteKeepsAccessToAllOfKibana(t *testing.T) {
	t.Parallel()
	const own, all, some = "kibana-.kibana", "*", "kibana-*"
	grant := func(k sharedRole) func(context.Context) error { return k.modify(addGrant("a")) }
	removal := func(k sharedRole) func(context.Context) error { return k.modify(removeGrant("planted")) }
	update := func(k sharedRole) func(context.Context) error { return k.updateDescription("new") }
	nothing := func(k sharedRole) func(context.Context) error { return k.modify(addGrant("planted")) }
	same := func(k sharedRole) func(context.Context) error { return k.updateDescription("") }
	undecoded := func(err error) bool {
		_, ok := errors.AsType[*client.UndecodableError](err)
		return ok && unrestored(err)
	}
	unverified := func(err error) bool { _, ok := errors.AsType[*client.UnverifiedError](err); return ok }
	second := putR.Passing(1)
	first := func(then ...kibanatest.ESApplication) kibanatest.Hook {
		return putR.Once().Then(func(x *kibanatest.Exchange) { x.Server.Plant("r", kibanatest.ESRole{Applications: then}) })
	}
	undecodable := kibanatest.ESApplication{Application: own, Privileges: []string{"all"}, Resources: []string{"*", "space:soc"}}
	star := kibanatest.ESApplication{Application: own, Privileges: []string{"*"}, Resources: []string{"*"}}
	givenBack := second.Once().Do(func(x *kibanatest.Exchange) {
		x.Server.Plant("r", kibanatest.ESRole{Applications: []kibanatest.ESApplication{star}})
		x.Answer = kibanatest.NewAnswer(503, "")
	})
	addedBack := second.Once().Do(func(x *kibanatest.Exchange) {
		role, _ := x.Server.Stored("r")
		role.Applications = append(role.Applications, star)
		x.Server.Plant("r", role)
		x.Answer = kibanatest.NewAnswer(503, "")
	})
	forbidden := []string{"Content-Type", "application/json"}
	for name, test := range map[string]struct {
		application string
		call        func(sharedRole) func(context.Context) error
		hook        kibanatest.Hook
		is          func(error) bool
		requests    string
		everywhere  string
	}{
		"grant":                             {own, grant, kibanatest.Hook{}, restored, "GPG+PG+G", "kibana-.kibana all"},
		"removal":                           {own, removal, kibanatest.Hook{}, restored, "GPG+PG+G", "kibana-.kibana all"},
		"update":                            {own, update, kibanatest.Hook{}, restored, "GPG+PG", "kibana-.kibana all"},
		"grant, of all applications":        {all, grant, kibanatest.Hook{}, succeeds, "GPG+G", "* *"},
		"update, of all applications":       {all, update, kibanatest.Hook{}, succeeds, "GPG", "* *"},
		"grant, of some applications":       {some, grant, kibanatest.Hook{}, succeeds, "GPG+G", "kibana-* *"},
		"update, of some applications":      {some, update, kibanatest.Hook{}, succeeds, "GPG", "kibana-* *"},
		"grant that changes nothing":        {own, nothing, kibanatest.Hook{}, succeeds, "G", "kibana-.kibana *"},
		"update that changes nothing":       {own, same, kibanatest.Hook{}, succeeds, "G", "kibana-.kibana *"},
		"grant whose answer is lost":        {own, grant, putR.Once().CutAfter(), restored, "GPG+GPG+G", "kibana-.kibana all"},
		"update whose answer is lost":       {own, update, putR.Once().CutAfter(), restored, "GPG+GPG", "kibana-.kibana all"},
		"grant, written over at once":       {own, grant, putR.Once().Then(overwrite("theirs")), restored, "GPGPG+GPG+G", "kibana-.kibana all"},
		"grant, restored on second attempt": {own, grant, second.Once().Answer(503, ""), restored, "GPG+PGPG+G", "kibana-.kibana all"},
		"grant, restoring is forbidden":     {own, grant, second.Answer(403, refusal(403), forbidden...), unrestored, "GPG+P", ""},
		"update, restoring is forbidden":    {own, update, second.Answer(403, refusal(403), forbidden...), unrestored, "GPG+P", ""},
		"grant, restoring fails":            {own, grant, second.Cut(), unrestored, "GPG+PGPG", ""},
		"update, restoring fails":           {own, update, second.Cut(), unrestored, "GPG+PGPG", ""},
		"grant, undecodable at once":        {own, grant, first(undecodable), undecoded, "GPG", ""},
		"update, undecodable at once":       {own, update, first(undecodable), undecoded, "GPG", ""},
		"update, given back at once":        {own, update, first(star), succeeds, "GPG", "kibana-.kibana *"},
		"update, given back meanwhile":      {own, update, givenBack, succeeds, "GPGPGG", "kibana-.kibana *"},
		"grant, added back meanwhile":       {own, grant, addedBack, succeeds, "GPGPGG+G", "kibana-.kibana *"},
		"grant, not verified":               {own, grant, getR.Passing(2).Answer(403, refusal(403), forbidden...), unverified, "GPG+PG", "kibana-.kibana all"},
		"update, not verified":              {own, update, getR.Passing(1).Answer(403, refusal(403), forbidden...), unverified, "GPG", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRoleWithStar(t, test.application)
			if test.hook.Match != nil {
				k.Hook(test.hook)
			}
			if err := test.call(k)(t.Context()); !test.is(err) {
				t.Errorf("error = %v", err)
			}
			if got := k.allSpacesPrivileges(); got != test.everywhere {
				t.Errorf("privileges in all spaces: %q, want %q", got, test.everywhere)
			}
			k.wantRequests(test.requests)
		})
	}
}

// If a shared write drops the privilege "*", all its calls return that, and no change
// is made again by itself.
func TestASharedWriteThatDropsTheStar(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status     int
		is         func(error) bool
		requests   string
		everywhere string
	}{
		"restored":     {0, restored, "G+GPG+PG+G", "kibana-.kibana all"},
		"not restored": {400, unrestored, "G+GPG+P", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRoleWithStar(t, "kibana-.kibana")
			if test.status != 0 {
				k.Hook(putR.Passing(1).Answer(test.status, refusal(test.status), "Content-Type", "application/json"))
			}
			arrived, goOn := k.holdRequest(getR)
			first := k.startModify(addGrant("planted")) // it changes nothing
			<-arrived
			a, b := k.startModify(addGrant("a")), k.startModify(addGrant("b"))
			goOn()
			check(t, <-first.outcome)
			for _, c := range []*caller{a, b} {
				if err := <-c.outcome; !test.is(err) {
					t.Errorf("error = %v", err)
				}
			}
			if got := k.allSpacesPrivileges(); got != test.everywhere {
				t.Errorf("privileges in all spaces: %q, want %q", got, test.everywhere)
			}
			k.wantRequests(test.requests)
		})
	}
}

// The dropped access is restored even if the caller has given up.
func TestAccessIsRestoredAfterACancelledCall(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(sharedRole) func(context.Context) error{
		"grant":  func(k sharedRole) func(context.Context) error { return k.modify(addGrant("a")) },
		"update": func(k sharedRole) func(context.Context) error { return k.updateDescription("new") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSharedRoleWithStar(t, "kibana-.kibana")
			arrived, goOn := k.holdRequest(getR.Passing(1)) // the verifying read
			c := k.start(call(k))
			<-arrived
			c.giveUp()
			goOn()
			if err := <-c.outcome; !restored(err) {
				t.Errorf("error = %v", err)
			}
			if got := k.allSpacesPrivileges(); got != "kibana-.kibana all" {
				t.Errorf("privileges in all spaces: %q", got)
			}
		})
	}
}
