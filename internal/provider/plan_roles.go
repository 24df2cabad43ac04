package provider

import (
	"context"
	"sync"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// planRoles caches the roles that plans have read. An apply does not use them: it reads
// each role again.
type planRoles struct {
	mu    sync.Mutex
	reads map[string]func() (*roles.Stored, bool) // guarded by mu; by name
}

// store stores a role that a refresh has read, for the plan that follows.
func (r *planRoles) store(role *roles.Stored) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reads == nil {
		r.reads = map[string]func() (*roles.Stored, bool){}
	}
	r.reads[role.Name] = func() (*roles.Stored, bool) { return role, true }
}

// cachedRole returns a role that this plan has read already. It sends no request, but
// may wait for another plan that reads the role.
func (k *kibana) cachedRole(name string) (role *roles.Stored, ok bool) {
	if !k.reachable() {
		return nil, false
	}
	k.planRoles.mu.Lock()
	read, known := k.planRoles.reads[name]
	k.planRoles.mu.Unlock()
	if known {
		return read()
	}
	return k.client.ListedRole(name)
}

// roleAtPlan reads a role for a plan, once for all plans. It is not ok if the role cannot
// be read: the same apply may create it. After the first write of this run it reads no
// further role: the run is an apply, and repeats plans that were made before.
func (k *kibana) roleAtPlan(ctx context.Context, name string) (role *roles.Stored, ok bool) {
	switch {
	case !k.reachable() || name == "":
		return nil, false
	case k.pinned != nil: // plans for a pinned version need no server
		return k.client.ListedRole(name)
	}
	k.planRoles.mu.Lock()
	read, known := k.planRoles.reads[name]
	switch {
	case !known && k.client.HasWritten():
		k.planRoles.mu.Unlock()
		return nil, false
	case !known:
		read = sync.OnceValues(func() (*roles.Stored, bool) {
			return k.client.FindRole(ctx, name)
		})
		if k.planRoles.reads == nil {
			k.planRoles.reads = map[string]func() (*roles.Stored, bool){}
		}
		k.planRoles.reads[name] = read
	}
	k.planRoles.mu.Unlock()
	return read()
}

// refreshReading is the result of reading a role for a refresh.
type refreshReading struct {
	name     string
	role     *roles.Stored
	replaced *roles.Stored // see [kibana.replacedRole]
	err      error
}

// refreshKey is the key of a refreshReading in a context.
type refreshKey struct{}

// withRole reads the role of an object for a refresh. With the context that it returns,
// refreshRole and replacedRole do not read the role again: the framework may have to handle
// the same request.
func (k *kibana) withRole(ctx context.Context, model fastModel) (context.Context, refreshReading) {
	reading := refreshReading{name: model.roleName()}
	if model.hasOtherFeatures() {
		reading.replaced = k.replacedRole(ctx, reading.name)
	}
	reading.role, reading.err = k.refreshRole(ctx, reading.name)
	return context.WithValue(ctx, refreshKey{}, reading), reading
}

// refreshRole reads a role for a refresh, and stores it for the plan that follows.
func (k *kibana) refreshRole(ctx context.Context, name string) (*roles.Stored, error) {
	if reading, ok := ctx.Value(refreshKey{}).(refreshReading); ok && reading.name == name {
		return reading.role, reading.err
	}
	role, err := k.client.RefreshRole(ctx, name)
	if err == nil {
		k.planRoles.store(role)
	}
	return role, err
}
