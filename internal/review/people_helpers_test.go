package review_test

import (
	"fmt"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// usersIn returns a resource of a state: a data source cases_users with its people. More are other values.
func usersIn(address string, users object, more ...object) object {
	values := object{"users": users, "role_mappings": object{}, "markdown": "", "capability": nil, "space": nil, "solution": nil, "include_reserved": nil}
	for _, m := range more {
		values = with(values, m)
	}
	return object{"address": address, "mode": "data", "type": "cases_users", "name": "all", "values": values, "sensitive_values": object{}}
}

// user returns somebody with roles, "a, b", and capabilities as [roleOf] takes them.
func user(roles string, capabilities ...string) object {
	var all list
	for role := range strings.SplitSeq(roles, ", ") {
		all = append(all, role)
	}
	return object{"enabled": true, "roles": all, "capabilities": capabilitiesOf(capabilities), "logged_in": true, "full_name": nil}
}

// priorState returns the part of a plan with the state that data sources have read.
func priorState(resources ...any) object {
	return object{"prior_state": object{"format_version": "1.0", "values": object{"root_module": object{"resources": resources}}}}
}

// summaryOfPeople writes people as lines.
func summaryOfPeople(people []review.Person) string {
	var b strings.Builder
	for _, p := range people {
		name := p.Name
		if p.Provider != "" {
			name += " of " + p.Provider
		}
		for _, a := range p.Access {
			fmt.Fprintf(&b, "%s: %s/%s", name, a.Space, a.Solution)
			for _, c := range a.Gains {
				fmt.Fprintf(&b, " +%s", c)
			}
			for _, c := range a.Loses {
				fmt.Fprintf(&b, " -%s", c)
			}
			if a.Unknown {
				b.WriteString(" ?")
			}
			fmt.Fprintf(&b, " through %s", strings.Join(a.Roles, ", "))
			if len(a.Unless) > 0 {
				fmt.Fprintf(&b, " unless %s", strings.Join(a.Unless, ", "))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
