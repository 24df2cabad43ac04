//go:build unix

package main

import (
	"fmt"
	"strings"
)

const settings = "terraform {\n  required_providers {\n    cases = { source = \"kibana-cases/cases\" }\n  }\n}\n\nprovider \"cases\" {}\n"

// The access that the first object of a configuration has, and what a change
// makes of it.
const (
	granted = "assignee"
	reduced = "view"
)

// accessOf is the access that object i has.
func accessOf(i int, first string) string {
	if i == 0 {
		return first
	}
	return granted
}

// roles configures roles with cases of every solution in two spaces, each in a
// block of its own: Terraform is slower than linear in the instances of one. The
// first role has the given access.
func roles(n int, first string) string {
	var config strings.Builder
	config.WriteString(settings)
	for i := range n {
		fmt.Fprintf(&config, `
resource "cases_role" "r%[1]d" {
  name        = "bench-%04[1]d"
  description = "Works on cases."
  spaces = {
    soc = {
      security      = { access = %[2]q }
      observability = { access = "assignee", sub_features = { delete_cases = true } }
      stack         = { access = "view" }
    }
    sandbox = {
      security      = { access = "full" }
      observability = { access = "assignee" }
      stack         = { access = "full", sub_features = { delete_cases = false } }
    }
  }
}
`, i, accessOf(i, first))
	}
	return config.String()
}

// grants configures ten grants on each of a tenth as many roles, n being a
// multiple of ten.
func grants(n int, first string) string {
	var config strings.Builder
	config.WriteString(settings)
	for i := range n {
		fmt.Fprintf(&config, `
resource "cases_feature_privilege" "g%d" {
  role     = %q
  space    = "team-%d"
  security = { access = %q }
  stack    = { access = "view" }
}
`, i, grantedRole(i/10), i%10, accessOf(i, first))
	}
	return config.String()
}

func grantedRole(i int) string { return fmt.Sprintf("bench-%04d", i) }

// spaces configures one role with many spaces. The first space has the given
// access.
func spaces(n int, first string) string {
	return settings + fmt.Sprintf(`
resource "cases_role" "wide" {
  name = "bench-wide"
  spaces = {
    for i in range(%d) : format("team-%%d", i) => {
      security      = { access = i == 0 ? %q : "assignee" }
      observability = { access = "assignee" }
      stack         = { access = "view" }
    }
  }
}
`, n, first)
}

// floor configures what costs no provider anything.
func floor(n int, first string) string {
	var config strings.Builder
	for i := range n {
		fmt.Fprintf(&config, "resource \"terraform_data\" \"d%d\" {\n  input = { name = \"bench-%04d\", access = %q }\n}\n", i, i, accessOf(i, first))
	}
	return config.String()
}
