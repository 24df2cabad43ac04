package provider

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// changeFailure returns the diagnostics for an error of a change to a role. They are
// warnings if the change was written, and the role grants what it did. Missing is the
// diagnostic if the role does not exist.
func changeFailure(role string, err error, missing diag.Diagnostic) diag.Diagnostics {
	var (
		refused    *refusal
		restored   *client.RestoredError
		unrestored *client.UnrestoredError
		unverified *client.UnverifiedError
	)
	switch {
	case errors.As(err, &refused):
		return refused.reasons
	case errors.As(err, &restored):
		return diag.Diagnostics{wildcardReplaced(role)}
	case errors.As(err, &unrestored):
		return diag.Diagnostics{wildcardLost(role, unrestored)}
	case errors.As(err, &unverified):
		return diag.Diagnostics{diag.NewWarningDiagnostic(fmt.Sprintf("Change could not be verified: role %q", role), fmt.Sprintf(
			"Kibana accepted the change to role %q, but the provider could not read the role afterwards. Somebody may have overwritten the change. The next plan shows what the role holds.\n\n%s", role, requestDetail(err)))}
	case client.IsNotFound(err):
		return diag.Diagnostics{missing}
	}
	return diag.Diagnostics{failure(fmt.Sprintf("Changing role %q", role), err)}
}

// wildcardReplaced warns that a write has replaced the privilege "*" of a role.
func wildcardReplaced(role string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(fmt.Sprintf("Role %q holds base \"all\" in place of \"*\"", role), (&client.RestoredError{Role: role}).Error()+
		". Kibana shows the privilege \"*\" of its own application, and drops it from every role that it writes. The access is the same. If a cases_role manages this role, its next plan shows the change: write spaces = { \"*\" = { base = \"all\" } } to keep it.")
}

// wildcardLost says that a write has removed the privilege "*" of a role, and how to give
// the access back.
func wildcardLost(role string, err *client.UnrestoredError) diag.Diagnostic {
	return diag.NewErrorDiagnostic(fmt.Sprintf("Users of role %q have lost access to Kibana", role), fmt.Sprintf(
		"The role held the privilege \"*\" of Kibana's own application, which Kibana drops from every role that it writes. The change was written. The base privilege \"all\" could not be written in place of \"*\".\n\n"+
			"To give the access back, grant the role the privilege All in all spaces: in Kibana's role form, or with spaces = { \"*\" = { base = \"all\" } } in its cases_role. Then run terraform plan again.\n\n%s\n\n%s", advice(err.Err), requestDetail(err)))
}
