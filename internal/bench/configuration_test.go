//go:build unix

package main

import (
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

func TestFloorHoldsTheSameValues(t *testing.T) {
	t.Parallel()
	bodies := []string{"\n    name = \"a\"\n"}
	if got, want := casesConfig(roleResource, bodies), header+"\nresource \"cases_role\" \"r0\" {\n    name = \"a\"\n}\n"; got != want {
		t.Error(got)
	}
	if got, want := valuesConfig(bodies), "\nresource \"terraform_data\" \"r0\" {\n  input = {\n    name = \"a\"\n  }\n}\n"; got != want {
		t.Error(got)
	}
	if got, want := emptyConfig(bodies), "resource \"terraform_data\" \"r0\" {}\n"; got != want {
		t.Error(got)
	}
}

func TestRivalHasTheStoredPrivileges(t *testing.T) {
	t.Parallel()
	double := kibanatest.New(kibanatest.Newest())
	double.Plant("a", kibanatest.ESRole{Applications: []kibanatest.ESApplication{{
		Application: "kibana-.kibana",
		Privileges:  []string{"feature_discover.read", "feature_generalCasesV3.minimal_all", "feature_generalCasesV3.cases_assign"},
		Resources:   []string{"space:soc", "space:lab"},
	}}})
	const want = rivalHeader + `
resource "elasticstack_kibana_security_role" "r0" {
  name = "a"
  elasticsearch {}
  kibana {
    spaces = ["soc", "lab"]
    feature {
      name       = "discover"
      privileges = ["read"]
    }
    feature {
      name       = "generalCasesV3"
      privileges = ["minimal_all", "cases_assign"]
    }
  }
}
`
	if got := rivalConfig(&kibana{double, nil}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
