//go:build unix

package main

import (
	"fmt"
	"strings"
)

// header begins every configuration of the provider.
const header = "terraform {\n  required_providers {\n    cases = { source = \"kibana-cases/cases\" }\n  }\n}\n\nprovider \"cases\" {}\n"

const (
	initialAccess = "assignee" // of every object
	changedAccess = "view"     // of the first object, after the change
)

// rolesConfig configures n roles, with access to the cases of every solution in two
// spaces. The first role has the given access. Each role has its own block, because
// Terraform's time grows faster than the number of instances of one block.
func rolesConfig(n int, first string) string {
	var config strings.Builder
	config.WriteString(header)
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

// grantsConfig configures n grants: ten on each role. The first grant has the given
// access. n is a multiple of ten.
func grantsConfig(n int, first string) string {
	var config strings.Builder
	config.WriteString(header)
	for i := range n {
		fmt.Fprintf(&config, `
resource "cases_feature_privilege" "g%d" {
  role     = %q
  space    = "team-%d"
  security = { access = %q }
  stack    = { access = "view" }
}
`, i, roleName(i/10), i%10, accessOf(i, first))
	}
	return config.String()
}

// spacesConfig configures one role with n spaces. The first space has the given
// access.
func spacesConfig(n int, first string) string {
	return header + fmt.Sprintf(`
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

// baselineConfig configures n terraform_data blocks, which need no provider.
func baselineConfig(n int, first string) string {
	var config strings.Builder
	for i := range n {
		fmt.Fprintf(&config, "resource \"terraform_data\" \"d%d\" {\n  input = { name = \"bench-%04d\", access = %q }\n}\n", i, i, accessOf(i, first))
	}
	return config.String()
}

// roleName returns the name of role i.
func roleName(i int) string { return fmt.Sprintf("bench-%04d", i) }

// accessOf returns the access of object i: first for the first object.
func accessOf(i int, first string) string {
	if i == 0 {
		return first
	}
	return initialAccess
}
