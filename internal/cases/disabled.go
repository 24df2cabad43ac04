package cases

import (
	"fmt"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// ExplainDisabled explains why Elasticsearch has switched off a role, what that means and
// what to do.
func ExplainDisabled(role roles.Role) string {
	because, advice := "", "GET _security/role/ of Elasticsearch shows its transient_metadata."
	if features := unlicensed(role); features != "" {
		because = ", because the licence does not cover " + features
		advice = "Remove query and field_security from the role's indices, or use a licence that covers them."
	}
	return fmt.Sprintf("Elasticsearch has switched off role %q%s: it grants nothing to people who hold it. %s", role.Name, because, advice)
}

// unlicensed names the features for which a role is switched off, or "".
func unlicensed(role roles.Role) string {
	names := make([]string, 0, len(role.UnlicensedFeatures))
	for _, feature := range roles.CanonicalIDs(role.UnlicensedFeatures) {
		switch feature {
		case "dls":
			feature = "document level security (dls)"
		case "fls":
			feature = "field level security (fls)"
		}
		names = append(names, feature)
	}
	return strings.Join(names, " and ")
}
