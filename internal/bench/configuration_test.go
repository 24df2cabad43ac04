//go:build unix

package main

import "testing"

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
