package client

import "github.com/kibana-cases/terraform-provider-cases/internal/roles"

// lineage is an unbroken run of this process's own writes to a role: the
// fingerprint that the role had before the first, and the one that it has had
// since the last, as long as nobody else writes.
type lineage struct{ from, to string }

// wrote notes that a role was changed by this process alone.
func (q *queues) wrote(before, after roles.Role) {
	q.mu.Lock()
	defer q.mu.Unlock()
	from := before.Fingerprint()
	if known, ok := q.lineages[before.Name]; ok && known.to == from {
		from = known.from
	}
	q.lineages[before.Name] = lineage{from, after.Fingerprint()}
}

// forget ends the run of a role that was replaced as a whole.
func (q *queues) forget(name string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.lineages, name)
}

// onlyOwnWrites reports whether a role that once had a fingerprint differs from
// that by writes of this process alone.
func (q *queues) onlyOwnWrites(fingerprint string, current roles.Role) bool {
	now := current.Fingerprint()
	if now == fingerprint {
		return true
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	known, ok := q.lineages[current.Name]
	return ok && known == lineage{fingerprint, now}
}
