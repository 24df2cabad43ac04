package client

import "github.com/kibana-cases/terraform-provider-cases/internal/roles"

// lineage is a series of writes to a role by this process, with no write of
// anybody else between them: the fingerprints of the role before the first write
// and after the last.
type lineage struct{ from, to string }

// recordWrite adds a write of this process to the lineage of the role.
func (q *queues) recordWrite(w roleWrite) {
	q.mu.Lock()
	defer q.mu.Unlock()
	from := w.before.Fingerprint()
	if known := q.lineages[w.before.Name]; known.to == from {
		from = known.from
	}
	q.lineages[w.before.Name] = lineage{from, w.after.Fingerprint()}
}

// forget ends the lineage of a role that is created, updated or deleted.
func (q *queues) forget(name string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.lineages, name)
}

// onlyOwnWrites reports whether only this process has written the role since it
// had the given fingerprint.
func (q *queues) onlyOwnWrites(fingerprint string, current roles.Role) bool {
	now := current.Fingerprint()
	if now == fingerprint {
		return true
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.lineages[current.Name] == lineage{fingerprint, now}
}
