package cases

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A capability that the space or all spaces give afterwards is not lost.
func TestLostComparesCapabilities(t *testing.T) {
	t.Parallel()
	type byKey = map[string][]Capability
	for name, test := range map[string]struct{ before, after, want byKey }{
		"nothing":                          {nil, nil, nil},
		"nothing before":                   {nil, byKey{"soc/security": {ReadCases}}, nil},
		"equal, in any order":              {byKey{"soc/security": {ReadCases, PushCases}}, byKey{"soc/security": {PushCases, ReadCases}}, nil},
		"one of them":                      {byKey{"soc/security": {ReadCases, PushCases}}, byKey{"soc/security": {ReadCases}}, byKey{"soc/security": {PushCases}}},
		"in the order of before":           {byKey{"soc/security": {ReadCases, DeleteCases, PushCases}}, byKey{"soc/security": {DeleteCases}}, byKey{"soc/security": {ReadCases, PushCases}}},
		"a space":                          {byKey{"soc/security": {ReadCases}, "ops/security": {ReadCases}}, byKey{"ops/security": {ReadCases}}, byKey{"soc/security": {ReadCases}}},
		"one solution for another":         {byKey{"soc/security": {ReadCases}}, byKey{"soc/stack": {ReadCases}}, byKey{"soc/security": {ReadCases}}},
		"connectors":                       {byKey{"soc/connectors": {UseConnectors, ManageConnectors}}, byKey{"soc/connectors": {UseConnectors}}, byKey{"soc/connectors": {ManageConnectors}}},
		"all spaces give it afterwards":    {byKey{"soc/security": {ReadCases, PushCases}}, byKey{"*/security": {ReadCases}}, byKey{"soc/security": {PushCases}}},
		"all spaces gave it before, too":   {byKey{"soc/stack": {ReadCases}, "*/stack": {ReadCases}}, byKey{"*/stack": {ReadCases}}, nil},
		"all spaces give another solution": {byKey{"soc/security": {ReadCases}}, byKey{"*/stack": {ReadCases}}, byKey{"soc/security": {ReadCases}}},
		"one space gives it afterwards":    {byKey{"*/security": {ReadCases}}, byKey{"soc/security": {ReadCases}}, byKey{"*/security": {ReadCases}}},
		"a pattern gives it afterwards":    {byKey{"lab-prod/security": {ReadCases, PushCases}}, byKey{"*-prod/security": {ReadCases}}, byKey{"lab-prod/security": {PushCases}}},
		"another pattern gives it":         {byKey{"lab-prod/security": {ReadCases}}, byKey{"*-dev/security": {ReadCases}, "*-prod/stack": {ReadCases}}, byKey{"lab-prod/security": {ReadCases}}},
		"one space in place of a pattern":  {byKey{"*-prod/security": {ReadCases}}, byKey{"lab-prod/security": {ReadCases}}, byKey{"*-prod/security": {ReadCases}}},
		"a wider pattern is not compared":  {byKey{"a*-prod/security": {ReadCases}}, byKey{"*-prod/security": {ReadCases}}, byKey{"a*-prod/security": {ReadCases}}},
		"a pattern with slashes":           {byKey{"a/*/security": {ReadCases}}, byKey{"*/security": {ReadCases}}, nil},
		"from all spaces":                  {byKey{"*/security": {ReadCases, PushCases}}, byKey{"*/security": {ReadCases}}, byKey{"*/security": {PushCases}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, LostCapabilities(test.before, test.after), ignoreEmpty); diff != "" {
				t.Errorf("lost (-want +got):\n%s", diff)
			}
		})
	}
}

// What other entries of the role give in the space, and its own entry does not.
func TestInheritedCapabilities(t *testing.T) {
	t.Parallel()
	type byKey = map[string][]Capability
	keys := []string{"soc/security", "soc/connectors"}
	for name, test := range map[string]struct{ entry, role, want byKey }{
		"nothing":                   {nil, nil, nil},
		"the entry alone":           {byKey{"soc/security": {ReadCases}}, byKey{"soc/security": {ReadCases, PushCases}}, nil},
		"all spaces":                {byKey{"soc/security": {ReadCases}}, byKey{"soc/security": {ReadCases}, "*/security": {ReadCases, DeleteCases}}, byKey{"soc/security": {DeleteCases}}},
		"all spaces and a pattern":  {nil, byKey{"*/connectors": {UseConnectors}, "s*/connectors": {UseConnectors, ManageConnectors}}, byKey{"soc/connectors": {UseConnectors, ManageConnectors}}},
		"another key of the space":  {nil, byKey{"*/stack": {ReadCases}, "soc/stack": {ReadCases}}, nil},
		"another space and pattern": {nil, byKey{"noc/security": {ReadCases}, "n*/security": {ReadCases}}, nil},
	} {
		if diff := cmp.Diff(test.want, InheritedCapabilities(keys, test.entry, test.role), ignoreEmpty); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSummarizeLossNamesTheFirstLoss(t *testing.T) {
	t.Parallel()
	for want, lost := range map[string]map[string][]Capability{
		`Role "lead" loses delete_cases in soc/security`:                                      {"soc/security": {DeleteCases}},
		`Role "lead" loses read_cases, push_cases, delete_cases in */stack`:                   {"*/stack": {ReadCases, PushCases, DeleteCases}},
		`Role "lead" loses read_cases, create_cases, update_cases and 2 more in soc/security`: {"soc/security": {ReadCases, CreateCases, UpdateCases, DeleteCases, PushCases}},
		`Role "lead" loses delete_cases in soc/security, and more in soc/connectors`:          {"soc/connectors": {UseConnectors}, "soc/security": {DeleteCases}},
		`Role "lead" loses use_connectors in soc/connectors`:                                  {"soc/connectors": {UseConnectors}},
		`Role "lead" loses add_comments in a/stack, and more in 3 other places`:               {"soc/security": {ReadCases}, "a/stack": {AddComments}, "a/connectors": {UseConnectors}, "b/stack": {ReadCases}},
	} {
		if got := SummarizeLoss("lead", lost); got != want {
			t.Errorf("%v:\n%s, want\n%s", lost, got, want)
		}
	}
}

// The line names the first place: those of solutions come before those of connectors.
func TestSummarizeLoss(t *testing.T) {
	t.Parallel()
	type byKey = map[string][]Capability
	for want, lost := range map[string]byKey{
		`Role "r" loses read_cases in soc/security`:                                      {"soc/security": {ReadCases}},
		`Role "r" loses read_cases, push_cases, delete_cases and 1 more in soc/security`: {"soc/security": {ReadCases, PushCases, DeleteCases, UpdateCases}},
		`Role "r" loses read_cases in soc/stack, and more in a/connectors`:               {"soc/stack": {ReadCases}, "a/connectors": {UseConnectors}},
		`Role "r" loses use_connectors in a/connectors, and more in b/connectors`:        {"b/connectors": {ManageConnectors}, "a/connectors": {UseConnectors}},
		`Role "r" loses read_cases in a/security, and more in b/connectors`:              {"a/security": {ReadCases}, "b/connectors": {UseConnectors}},
		`Role "r" loses read_cases in a/security, and more in 3 other places`: {
			"b/stack": {PushCases}, "a/connectors": {UseConnectors}, "a/security": {ReadCases}, "0/connectors": {UseConnectors},
		},
	} {
		if got := SummarizeLoss("r", lost); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
