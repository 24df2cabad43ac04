package roles

import (
	"crypto/sha256"
	"encoding/hex"
)

// Same reports whether two roles say the same to Kibana, byte for byte but for
// what Kibana itself normalises: order, duplicates, grouping of spaces, and
// what is left out. Privilege ids are compared as they stand. Unknown keys do
// not count: nobody but a newer Kibana writes them.
func (r Role) Equal(other Role) bool { return r.canonical() == other.canonical() }

// Fingerprint identifies what a role says: two roles have the same fingerprint
// when they are the [Role.Same].
func (r Role) Fingerprint() string {
	sum := sha256.Sum256([]byte(r.canonical()))
	return hex.EncodeToString(sum[:])
}

func (r Role) canonical() string {
	privileges := PrivilegesOf(r.Kibana)
	for space, held := range privileges {
		held.Base = CanonicalIDs(held.Base)
		for feature, ids := range held.Features {
			held.Features[feature] = CanonicalIDs(ids)
		}
		privileges[space] = held
	}
	return canonicalJSON(struct {
		Name, Description string
		Metadata          string
		Elasticsearch     Elasticsearch
		Kibana            Privileges
		TransformErrors   []string
	}{r.Name, r.Description, canonicalMetadata(r.Metadata), r.Elasticsearch.canonical(), privileges, r.TransformErrors})
}
