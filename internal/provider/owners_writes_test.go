package provider

import (
	"slices"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// TestClaims: a grant leaves what another object of its run has written last, and
// nothing else: a claim ends when its part is withdrawn, or the role deleted.
func TestClaims(t *testing.T) {
	t.Parallel()
	grantOf := func(parts ...string) cases.Grant { return cases.GrantOwning("soc", parts) }
	both := grantOf("security", "stack")
	for name, test := range map[string]struct {
		writes   func(o *owners)
		unclaims []string
	}{
		"nothing written":      {func(*owners) {}, []string{"security", "stack"}},
		"one set":              {func(o *owners) { o.grantWritten("r", grantOf("stack"), nil) }, []string{"security"}},
		"set on another role":  {func(o *owners) { o.grantWritten("other", both, nil) }, []string{"security", "stack"}},
		"set in another space": {func(o *owners) { o.grantWritten("r", cases.GrantOwning("noc", both.Parts()), nil) }, []string{"security", "stack"}},
		"set, then undone":     {func(o *owners) { o.grantWritten("r", both, nil)() }, []string{"security", "stack"}},
		"one of two undone": {func(o *owners) {
			undo := o.grantWritten("r", grantOf("stack"), nil)
			o.grantWritten("r", grantOf("security"), nil)
			undo()
		}, []string{"stack"}},
		"set, then withdrawn": {func(o *owners) {
			o.grantWritten("r", both, nil)
			o.grantRemoved("r", grantOf("stack"))
		}, []string{"stack"}},
		"set again": {func(o *owners) {
			o.grantWritten("r", both, nil)
			o.grantRemoved("r", both)
			o.grantWritten("r", grantOf("security"), nil)
		}, []string{"stack"}},
		"set, then the role is deleted": {func(o *owners) {
			o.grantWritten("r", both, nil)
			o.roleDeleted("r")
		}, []string{"security", "stack"}},
		"set by the role": {func(o *owners) {
			o.roleWritten("r", ownParts{"soc": {"security"}})
		}, []string{"stack"}},
		"configured, and not written": {func(o *owners) {
			o.roleConfigured("r", cases.Spaces{"soc": both.Config})
		}, []string{"security", "stack"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var o owners
			test.writes(&o)
			got := o.unclaimed("r", both).Parts()
			slices.Sort(got)
			if !slices.Equal(got, test.unclaims) {
				t.Errorf("not claimed: %q, want %q", got, test.unclaims)
			}
		})
	}
}

// TestOwnParts: a cases_role owns what its configuration sets, and not what
// ignore_changes has put in the place of that.
func TestOwnParts(t *testing.T) {
	t.Parallel()
	newest, err := cases.ParseVersion("9.2.0")
	if err != nil {
		t.Fatal(err)
	}
	c, err := cases.BuiltInCatalogue(newest)
	if err != nil {
		t.Fatal(err)
	}
	var o owners
	o.roleConfigured("r", cases.Spaces{"soc": {
		Cases: map[cases.Solution]cases.Value[cases.SolutionAccess]{
			cases.Security: cases.Known(cases.SolutionAccess{Access: cases.Known(cases.View)}),
			cases.Stack:    cases.Known(cases.SolutionAccess{Access: cases.Known(cases.Assignee)}),
		},
		Connectors: cases.Known(cases.ConnectorsRead),
	}})
	ids := func(features map[string][]string) roles.Privileges {
		return roles.Privileges{"soc": {Features: features}}
	}
	for name, test := range map[string]struct {
		planned roles.Privileges
		want    []string
	}{
		"all as configured": {ids(map[string][]string{"securitySolutionCasesV3": {"read"}, "generalCasesV3": {"all"}, "actions": {"read"}}), []string{"connectors", "security", "stack"}},
		"in old ids":        {ids(map[string][]string{"securitySolutionCases": {"read"}, "generalCasesV3": {"all"}, "actions": {"read"}}), []string{"connectors", "security", "stack"}},
		"one ignored":       {ids(map[string][]string{"securitySolutionCasesV3": {"all"}, "generalCasesV3": {"all"}, "actions": {"read"}}), []string{"connectors", "stack"}},
		"all ignored":       {roles.Privileges{}, nil},
		"more than that":    {ids(map[string][]string{"securitySolutionCasesV3": {"read"}, "observabilityCasesV3": {"read"}}), []string{"security"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := o.ownParts(&c, "r", test.planned)["soc"]
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("own parts %q, want %q", got, test.want)
			}
		})
	}
}
