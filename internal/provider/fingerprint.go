package provider

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// fingerprintKey is where private state keeps the fingerprint of the role as it
// was last read or written. Kibana has no ETag: comparing it before a write is
// what tells that somebody else changed the role in between.
const fingerprintKey = "fingerprint"

const changedSincePlanSummary = "Role changed since this plan was made"

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

func storeFingerprint(ctx context.Context, private privateWriter, role roles.Role) diag.Diagnostics {
	value, err := json.Marshal(role.Fingerprint())
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Keeping the role's fingerprint failed", err.Error())}
	}
	return private.SetKey(ctx, fingerprintKey, value)
}

// unchangedSincePlan refuses to overwrite what somebody else wrote after the
// plan was made. Grants of the same apply are not somebody else.
func unchangedSincePlan(ctx context.Context, private privateReader, reading client.Reading) diag.Diagnostics {
	value, diags := private.GetKey(ctx, fingerprintKey)
	var fingerprint string
	if value == nil || json.Unmarshal(value, &fingerprint) != nil {
		diags.AddError("Role was not read before this plan was made", fmt.Sprintf(
			"What role %q holds was not known when this plan was made, and applying it could take away what the plan does not show. %s Run terraform plan again.", reading.Role.Name, writeOutcome(reading.Lost)))
		return diags
	}
	if reading.OnlyOwnWrites(fingerprint) {
		return diags
	}
	diags.AddError(changedSincePlanSummary, fmt.Sprintf(
		"Role %q was changed after this plan was made, and going on would undo that. %s Run terraform plan again to see both changes.", reading.Role.Name, writeOutcome(reading.Lost)))
	return diags
}

// written explains what a failed change has done to Kibana.
func writeOutcome(lost bool) string {
	if lost {
		return "An earlier attempt of this apply got no answer, and may have taken effect before that."
	}
	return "Nothing was written."
}

// fingerprintIn is the fingerprint in private state as the framework encodes it;
// not plain where there is more than this provider keeps for an object that
// exists, which only the framework understands.
func fingerprintIn(private []byte) (fingerprint string, plain bool) {
	if len(private) == 0 {
		return "", true
	}
	var keys map[string][]byte
	if json.Unmarshal(private, &keys) != nil {
		return "", false
	}
	delete(keys, plannedKey)
	value, kept := keys[fingerprintKey]
	delete(keys, fingerprintKey)
	if len(keys) > 0 || kept && json.Unmarshal(value, &fingerprint) != nil {
		return "", false
	}
	return fingerprint, true
}
