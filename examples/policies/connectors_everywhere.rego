# No role gains the management of connectors in all spaces, or by a pattern of spaces.
package main

import rego.v1

deny contains message if {
	some role in input.roles
	some access in role.access
	"manage_connectors" in access.gains
	"all_spaces" in access.widens
	message := sprintf("Role %q gains manage_connectors in the spaces %q. Name each space.", [role.name, access.space])
}
