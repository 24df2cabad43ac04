package provider

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// fingerprintKey is the key of the private data for the fingerprint of the role that was
// last read or written. Kibana has no ETag: a write compares the fingerprint with that of
// the role in Kibana, and so finds changes by others since the plan.
const fingerprintKey = "fingerprint"

const changedSincePlanSummary = "Role changed since this plan was made"

// storeFingerprint stores the fingerprint of a role in the private data.
func storeFingerprint(ctx context.Context, private privateWriter, role roles.Role) diag.Diagnostics {
	value, err := json.Marshal(role.Fingerprint())
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Storing the role's fingerprint failed", err.Error())}
	}
	return private.SetKey(ctx, fingerprintKey, value)
}

// unchangedSincePlan returns an error if anybody else has changed the role since the plan
// was made. Writes of this process, such as those of grants, do not count.
func unchangedSincePlan(ctx context.Context, private privateReader, reading client.Reading) diag.Diagnostics {
	value, diags := private.GetKey(ctx, fingerprintKey)
	var fingerprint string
	if value == nil || json.Unmarshal(value, &fingerprint) != nil {
		diags.AddError("Role was not read before this plan was made", fmt.Sprintf(
			"This plan was made without knowing what role %q holds. Applying it could remove what the plan does not show. %s Run terraform plan again.", reading.Role.Name, writeOutcome(reading.Lost)))
		return diags
	}
	if reading.OnlyOwnWrites(fingerprint) {
		return diags
	}
	diags.AddError(changedSincePlanSummary, fmt.Sprintf(
		"Role %q has changed since Terraform last read it: by somebody else, or by a cases_feature_privilege in an earlier apply. This apply would undo that change. %s Run terraform plan again, without -refresh=false, to see both changes.", reading.Role.Name, writeOutcome(reading.Lost)))
	return diags
}

// writeOutcome says whether a change that was refused may have been written.
func writeOutcome(lost bool) string {
	if lost {
		return "An earlier attempt of this apply got no answer, and may have taken effect before that."
	}
	return "Nothing was written."
}

// objectPrivate is the private data of an object that the fast lane needs.
type objectPrivate struct {
	fingerprint string
	replaced    []byte // the value of replacedKey; nil if there is none
}

// privateIn decodes private data as the framework encodes it. It is not ok if the data has
// keys of anybody else: only the framework can handle them.
func privateIn(private []byte) (p objectPrivate, ok bool) {
	if len(private) == 0 {
		return objectPrivate{}, true
	}
	var keys map[string][]byte
	if json.Unmarshal(private, &keys) != nil {
		return objectPrivate{}, false
	}
	p.replaced = keys[replacedKey]
	delete(keys, plannedKey)
	delete(keys, replacedKey)
	value, found := keys[fingerprintKey]
	delete(keys, fingerprintKey)
	if len(keys) > 0 || found && json.Unmarshal(value, &p.fingerprint) != nil {
		return objectPrivate{}, false
	}
	return p, true
}
