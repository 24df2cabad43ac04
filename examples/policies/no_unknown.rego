# All access is known before the apply.
package main

import rego.v1

deny contains message if {
	some role in input.roles
	some access in role.access
	access.unknown
	message := sprintf("What role %q gives in %s/%s is known only after apply. Apply what it depends on first.", [role.name, access.space, access.solution])
}

deny contains message if {
	some role in input.roles
	role.name == ""
	message := sprintf("The name of the role of %s is known only after apply.", [concat(", ", [resource.address | some resource in role.resources])])
}

deny contains "The plan is not complete. Plan again when the rest is there." if not input.complete
