package roles

import "sync"

// Stored is one version of a role in Kibana. Many goroutines may share it, and none may
// change it. It works out once what would otherwise take time for each grant on the role.
type Stored struct {
	Role

	// Privileges returns the role's privileges; see [PrivilegesOf].
	Privileges func() Privileges
	// Obstacles returns the reasons why the role cannot be written back; see [Writable].
	Obstacles func() []string
}

// NewStored returns a version of a role. The role must not be changed afterwards.
func NewStored(role Role) *Stored {
	return &Stored{
		Role:       role,
		Privileges: sync.OnceValue(func() Privileges { return PrivilegesOf(role.Kibana) }),
		Obstacles: sync.OnceValue(func() []string {
			_, reasons := Writable(role.Kibana)
			return reasons
		}),
	}
}

// BaseIn returns the base privilege that the role holds for exactly that space id, or "".
// Kibana accepts no feature privileges in addition to a base privilege.
func (s *Stored) BaseIn(space string) string { return s.Privileges()[space].StrongestBase() }
