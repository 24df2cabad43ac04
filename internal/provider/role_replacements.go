package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// replacedKey is the key of the private data for what Save in Kibana's role form makes of
// the raw features of a role. Kibana publishes no list of these replacements, and shows them
// only for a role that stores the old ids. So they are read while it does, and compared
// with what the role stores later.
const replacedKey = "replaced"

// replacedRole reads a role as Save in Kibana's role form would store it, for a refresh. The
// result is nil if Kibana does not answer, or is too old to replace anything: the role is
// then compared as before.
//
// A refresh calls it before it reads the role itself. If somebody adds a privilege between
// the two reads, the role no longer stores what is configured, and nothing is learned.
func (k *kibana) replacedRole(ctx context.Context, name string) *roles.Stored {
	if reading, ok := ctx.Value(refreshKey{}).(refreshReading); ok && reading.name == name {
		return reading.replaced
	}
	if !k.replacesPrivileges(ctx) {
		return nil
	}
	role, err := k.client.RefreshReplacedRole(ctx, name)
	if err != nil || role.Undecodable() {
		return nil
	}
	return role
}

func (k *kibana) replacesPrivileges(ctx context.Context) bool {
	if !k.reachable() {
		return false
	}
	known, err := k.facts(ctx)
	return err == nil && known.catalogue != nil && known.catalogue.ReplacesPrivileges()
}

// replacedBySave returns the replacements for a role that has just been written. They come
// from one more read: nobody may refresh the role before somebody saves it. A failed read
// leaves them to the next refresh. The rules have mostly requested which features are deprecated:
// without any, there is nothing to read.
func (r *roleResource) replacedBySave(ctx context.Context, plan *roleModel, written roles.Role, kept cases.Replacements) cases.Replacements {
	spaces, _ := spacesOf(plan.Spaces)
	kept = kept.Of(spaces)
	if !spaces.HasOtherFeatures() || !r.kibana.replacesPrivileges(ctx) || !spaces.MayBeReplaced(r.kibana.featureRestrictions(ctx)) {
		return kept
	}
	replaced, err := r.kibana.client.ReplacedRole(ctx, written.Name)
	if err != nil || replaced.Undecodable() {
		return kept
	}
	return kept.Learn(spaces, roles.PrivilegesOf(written.Kibana), roles.PrivilegesOf(replaced.Kibana))
}

// learn returns the replacements after a refresh that has read the role twice. Replaced is
// nil if it has not.
func (m *roleModel) learn(kept cases.Replacements, role, replaced *roles.Stored) cases.Replacements {
	if replaced == nil {
		return kept
	}
	spaces, _ := spacesOf(m.Spaces)
	return kept.Learn(spaces, role.Privileges(), replaced.Privileges())
}

// hasOtherFeatures reports whether the role has raw features other than cases and
// connectors. Most roles have no raw features: they are not parsed for this.
func (m *roleModel) hasOtherFeatures() bool {
	for _, element := range m.Spaces.Elements() {
		space, _ := element.(types.Object)
		if features, _ := space.Attributes()["features"].(types.Map); len(features.Elements()) > 0 {
			spaces, _ := spacesOf(m.Spaces)
			return spaces.HasOtherFeatures()
		}
	}
	return false
}

func (m *roleModel) equalOtherFeatures(prior *roleModel) bool {
	spaces, _ := spacesOf(m.Spaces)
	before, _ := spacesOf(prior.Spaces)
	return spaces.EqualOtherFeatures(before)
}

// checkReplaced refuses to write ids that Kibana no longer has back in place of their
// replacements: they would grant nothing. The rules for a configuration that repeats the
// prior state do not report them.
func (p *parsedRole) checkReplaced(c *cases.Catalogue, prior *parsedRole) diag.Diagnostics {
	if prior == nil || c == nil {
		return nil
	}
	spaces, repeats := cases.Spaces{}, p.repeats(prior)
	for _, id := range prior.replaced.Replaced(prior.spaces, prior.stored) {
		if repeats(cases.Path{cases.Attribute("spaces"), cases.Key(id)}) {
			spaces[id] = cases.SpaceConfig{Features: p.spaces[id].Features}
		}
	}
	return findings(c.CheckSpaces(spaces, nil)).Errors()
}

// checkRenamed warns about a difference that Save may have made.
func (p *parsedRole) checkRenamed(ctx context.Context, k *kibana, c *cases.Catalogue, prior *parsedRole) diag.Diagnostics {
	if prior == nil || c == nil {
		return nil
	}
	return findings(c.CheckRenamed(p.spaces, prior.heldAsConfigured(), func() map[string]cases.Restrictions { return k.featureRestrictions(ctx) }))
}

// replacementsIn reads the replacements from private data.
func replacementsIn(ctx context.Context, private privateReader) (cases.Replacements, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, replacedKey)
	return decodeReplacements(value), diags
}

// storeReplacements stores the replacements in private data. Without any it removes the key.
func storeReplacements(ctx context.Context, private privateWriter, r cases.Replacements) diag.Diagnostics {
	return private.SetKey(ctx, replacedKey, encodeReplacements(r))
}

// decodeReplacements decodes the value of replacedKey. A value that cannot be decoded says
// nothing: the next refresh replaces it.
func decodeReplacements(value []byte) cases.Replacements {
	var r cases.Replacements
	if len(value) == 0 || json.Unmarshal(value, &r) != nil {
		return nil
	}
	return r
}

func encodeReplacements(r cases.Replacements) []byte {
	value, err := json.Marshal(r)
	if err != nil || len(r) == 0 {
		return nil
	}
	return value
}
