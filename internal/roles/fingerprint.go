package roles

import (
	"crypto/sha256"
	"encoding/hex"
)

// Equal reports whether two stored roles are equal. It ignores unrecognized keys
// and differences that Kibana normalizes: order, duplicates, the grouping of
// spaces into entries, omitted keys. It compares privilege ids literally: a
// deprecated id is not equal to its replacement.
func (r Role) Equal(other Role) bool { return r.canonical() == other.canonical() }

// Fingerprint returns a SHA-256 hash of the role in hexadecimal. Two roles have
// the same fingerprint exactly if [Role.Equal] reports true.
func (r Role) Fingerprint() string {
	sum := sha256.Sum256([]byte(r.canonical()))
	return hex.EncodeToString(sum[:])
}

// canonical returns the role as JSON in the form that equal roles have in
// common.
func (r Role) canonical() string {
	privileges := PrivilegesOf(r.Kibana)
	for space, held := range privileges {
		held.Base = CanonicalIDs(held.Base)
		for feature, ids := range held.Features {
			held.Features[feature] = CanonicalIDs(ids)
		}
		privileges[space] = held
	}
	return encodeJSON(struct {
		Name, Description string
		Metadata          string
		Elasticsearch     Elasticsearch
		Kibana            Privileges
		TransformErrors   []string
	}{r.Name, r.Description, canonicalMetadata(r.Metadata), r.Elasticsearch.canonical(), privileges, r.TransformErrors})
}
