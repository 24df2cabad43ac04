# Nobody gains a way to reach cases without a case privilege.
package main

import rego.v1

deny contains message if {
	some role in input.roles
	some way in role.ways_around
	way.change == "gain"
	message := sprintf("Role %q gains the way around case privileges %s: %s", [role.name, way.way, way.why])
}
