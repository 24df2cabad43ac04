package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// filterOf parses the attributes with which data.cases_roles and the lists select roles.
func filterOf(space, solution, capability types.String) cases.Filter {
	return cases.Filter{
		Space:      textOf[string](space),
		Solution:   textOf[cases.Solution](solution),
		Capability: textOf[cases.Capability](capability),
	}
}
