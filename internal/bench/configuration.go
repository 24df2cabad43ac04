//go:build unix

package main

import (
	"fmt"
	"strings"
)

// header begins every configuration of the provider.
const header = "terraform {\n  required_providers {\n    cases = { source = \"kibana-cases/cases\" }\n  }\n}\n\nprovider \"cases\" {}\n"

const (
	roleResource  = "cases_role"
	grantResource = "cases_feature_privilege"

	initialAccess = "assignee" // of every object
	changedAccess = "view"     // of the first object, after the change
)

// roleBodies returns the attributes of n roles, with access to the cases of every
// solution in two spaces. The first role has the given access.
//
// Attributes of a block have the same syntax as those of an object. A terraform_data
// block can therefore hold the same values.
func roleBodies(n int, first string) []string {
	bodies := make([]string, n)
	for i := range bodies {
		bodies[i] = fmt.Sprintf(`
    name   = %q
    spaces = {
      soc = {
        security      = { access = %q }
        observability = { access = "assignee", sub_features = { delete_cases = true } }
        stack         = { access = "view" }
      }
      sandbox = {
        security      = { access = "full" }
        observability = { access = "assignee" }
        stack         = { access = "full", sub_features = { delete_cases = false } }
      }
    }
`, roleName(i), accessOf(i, first))
	}
	return bodies
}

// grantBodies returns the attributes of n grants: ten on each role. The first grant
// has the given access. n is a multiple of ten.
func grantBodies(n int, first string) []string {
	bodies := make([]string, n)
	for i := range bodies {
		bodies[i] = grantBody(i/10, i%10, accessOf(i, first))
	}
	return bodies
}

// oneRoleBodies returns the attributes of n grants on one role. Each is for another
// space. The first grant has the given access.
func oneRoleBodies(n int, first string) []string {
	bodies := make([]string, n)
	for i := range bodies {
		bodies[i] = grantBody(0, i, accessOf(i, first))
	}
	return bodies
}

// grantBody returns the attributes of a grant.
func grantBody(role, space int, access string) string {
	return fmt.Sprintf(`
    role     = %q
    space    = "team-%d"
    security = { access = %q }
    stack    = { access = "view" }
`, roleName(role), space, access)
}

// spacesBodies returns the attributes of one role with n spaces. The first space has
// the given access.
func spacesBodies(n int, first string) []string {
	return []string{fmt.Sprintf(`
    name   = "bench-wide"
    spaces = {
      for i in range(%d) : format("team-%%d", i) => {
        security      = { access = i == 0 ? %q : "assignee" }
        observability = { access = "assignee" }
        stack         = { access = "view" }
      }
    }
`, n, first)}
}

// casesConfig configures a resource for each body. Each resource has its own block,
// because Terraform's time grows faster than the number of instances of one block.
func casesConfig(resource string, bodies []string) string {
	var config strings.Builder
	config.WriteString(header)
	for i, body := range bodies {
		fmt.Fprintf(&config, "\nresource %q \"r%d\" {%s}\n", resource, i, body)
	}
	return config.String()
}

// emptyConfig configures an empty terraform_data block for each body. Such a block
// needs no provider.
func emptyConfig(bodies []string) string {
	var config strings.Builder
	for i := range bodies {
		fmt.Fprintf(&config, "resource \"terraform_data\" \"r%d\" {}\n", i)
	}
	return config.String()
}

// valuesConfig configures a terraform_data block with the same values for each body.
func valuesConfig(bodies []string) string {
	var config strings.Builder
	for i, body := range bodies {
		fmt.Fprintf(&config, "\nresource \"terraform_data\" \"r%d\" {\n  input = {%s  }\n}\n", i, body)
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
