package provider_test

import (
	"testing"
)

// What a destroyed grant leaves to another that takes it up is withdrawn where the
// other does not come to hold it, and stays where it does: in every order, whether
// the two share a write or not.
func TestFeaturePrivilegeClaims(t *testing.T) {
	t.Parallel()
	nothing := func(*handover) {}
	taken := []string{"soc actions.all", "soc generalCasesV3.read", "soc securitySolutionCasesV3.all"}
	for outcome, test := range map[string]struct {
		before, queued func(*handover)
		says           []string // of the taker
		stored         []string
	}{
		"holds":          {before: nothing, stored: taken},
		"is refused":     {before: (*handover).refuses, says: []string{"ERROR", "Kibana refused the request"}},
		"is interrupted": {before: nothing, queued: func(h *handover) { h.interrupt(); <-h.taken }, says: []string{"ERROR", "Terraform was interrupted", "Nothing was written"}},
	} {
		for _, order := range []string{"the giver first", "the taker first"} {
			for _, together := range []bool{true, false} {
				if !together && outcome == "is interrupted" {
					continue // nobody waits
				}
				t.Run("the taker "+outcome+", "+order+map[bool]string{true: ", in one write", false: ", in two writes"}[together], func(t *testing.T) {
					t.Parallel()
					h := newHandover(t)
					test.before(h)
					calls := []func(){h.give, h.take}
					if order == "the taker first" {
						calls = []func(){h.take, h.give}
					}
					stored := test.stored
					if together {
						stored = append([]string{"sandbox securitySolutionCasesV3.read"}, stored...)
						h.behind(t, func() {
							if test.queued != nil {
								test.queued(h)
							}
						}, calls...)
					} else {
						calls[0]()
						calls[1]()
					}
					h.giver.wantNoDiagnostics()
					h.taker.wantDiagnostic(test.says...)
					h.k.wantStored(t, "shared", stored...)
				})
			}
		}
	}
}
