package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Several grants on a role that others own, a role of a cases_role, two
// processes, somebody who edits both roles whenever it hurts, and faults of the
// network. Whatever happens, in whatever order:
//
//   - a write changes what its process owns. All else is sent back as Kibana
//     showed it before, so that nothing is lost but what somebody writes between
//     that read and the write, which Kibana has no means to tell;
//   - a cases_role writes nothing where the role is not what the plan knew;
//   - what the provider says it made is there;
//   - once the faults are over, one more apply makes all that is configured, and
//     the next plan is empty.
//
// make soak checks it many times.
func TestOwnersSideBySide(t *testing.T) {
	t.Parallel()
	k := onDouble(t, showsGlobal(t), kibanatest.WithSpaces("noc"))
	var r *referee
	k.Hook(kibanatest.On("", "/api/security/role*").Do(func(x *kibanatest.Exchange) { r.begins(x) }).Then(func(x *kibanatest.Exchange) { r.ends(x) }))
	// There are thousands of processes, each with connections of its own.
	k.Hook(kibanatest.On("", "*").Then(func(x *kibanatest.Exchange) { x.Answer.Header.Set("Connection", "close") }))
	schemas, err := start(t, k.settings(nil)).server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]tftypes.Type{}
	for name, schema := range schemas.ResourceSchemas {
		types[name] = schema.ValueType()
	}
	steps, requests := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		requests += len(k.Journal())
		k.ResetJournal()
		k.Remove(own)
		k.Plant(shared, othersRole())
		r = &referee{k: k, last: map[string]contents{shared: contentsOf(othersRole()), own: nil}, seen: map[string]map[string]contents{}, undone: map[string]bool{}}
		w := &world{referee: r, t: rt, outer: t, types: types, owners: []*owner{
			{of: featurePrivilege, role: shared, space: "soc", could: []string{"security", "connectors"}},
			{of: featurePrivilege, role: shared, space: "soc", could: []string{"stack"}},
			{of: featurePrivilege, role: shared, space: "noc", could: []string{"security", "stack"}},
			{of: featurePrivilege, role: shared, space: "*", could: []string{"observability", "security"}},
			{of: "cases_role", role: own},
		}}
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			w.step()
			steps++
		}
		w.converge()
	})
	t.Logf("%d steps, %d requests", steps, requests)
}
