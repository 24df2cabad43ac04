package provider_test

import (
	"testing"
)

// TestOwnersHandOver: grants of a role that others own hand over to each other,
// beside a provider of another machine.
func TestOwnersHandOver(t *testing.T) {
	t.Parallel()
	ownersRun(t, scene{})
}

// TestOwnersBesideTheirRole: so do grants of a role that a cases_role creates,
// changes and destroys, and whose spaces it leaves to them.
func TestOwnersBesideTheirRole(t *testing.T) {
	t.Parallel()
	ownersRun(t, scene{role: true, ignores: true})
}

// TestOwnersAgainstTheirRole: the cases_role owns the spaces, too.
func TestOwnersAgainstTheirRole(t *testing.T) {
	t.Parallel()
	ownersRun(t, scene{role: true})
}
