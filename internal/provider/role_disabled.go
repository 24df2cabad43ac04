package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// switchedOff warns, on refresh, that Elasticsearch has switched off a role: no plan shows
// that it grants nothing.
func switchedOff(role roles.Role) diag.Diagnostics {
	if !role.Disabled {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("elasticsearch"),
		fmt.Sprintf("Role %q is switched off", role.Name), cases.ExplainDisabled(role))}
}
