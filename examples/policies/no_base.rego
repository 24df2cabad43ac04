# Nobody gains access to cases through a base privilege: it includes every feature.
package main

import rego.v1

deny contains message if {
	some role in input.roles
	some access in role.access
	"base_privilege" in access.widens
	message := sprintf("Role %q gains access to cases in the space %q through a base privilege. Grant the features that people need.", [role.name, access.space])
}
