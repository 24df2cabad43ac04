package provider_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Whatever is configured, the provider plans and creates what the plugin framework plans
// and creates. Objects of one process meet on a few roles.
func TestRandomNewObjects(t *testing.T) {
	t.Parallel()
	for _, of := range []string{ownRole, featurePrivilege} {
		t.Run(of, func(t *testing.T) {
			t.Parallel()
			planned, created, refused, failed := 0, 0, 0, 0
			rapid.Check(t, func(rt *rapid.T) {
				d := startDuel(t, kibanatest.Newest(), nil, func(k target) {
					if of == featurePrivilege {
						k.Plant("soc-tier1", kibanatest.ESRole{})
					}
				})
				for range 4 {
					config := drawObject(rt, d.own.typeOf(of), true)
					plans, fast, ok := d.plan(rt, of, config, kept{})
					if fast {
						planned++
					}
					if !ok {
						refused++
						continue
					}
					if !config.IsFullyKnown() {
						continue // Terraform does not apply it.
					}
					if d.create(rt, of, config, plans) {
						created++
					}
					if d.own.failed() {
						failed++
					}
				}
			})
			if testing.Short() {
				return // rapid makes a fifth of the checks, which need not meet every outcome
			}
			if planned == 0 || created == 0 || refused == 0 || failed == 0 {
				t.Errorf("%d planned and %d created without the framework, %d refused, %d not created", planned, created, refused, failed)
			}
		})
	}
}
