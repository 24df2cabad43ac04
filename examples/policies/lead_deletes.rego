# Only the lead may delete cases.
package main

import rego.v1

may_delete := {"soc-lead"}

deny contains message if {
	some role in input.roles
	not role.name in may_delete
	some access in role.access
	"delete_cases" in access.gains
	message := sprintf("Role %q gains delete_cases in %s/%s. Only soc-lead may delete cases.", [role.name, access.space, access.solution])
}
