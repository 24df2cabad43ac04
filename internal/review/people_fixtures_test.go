package review

import (
	"fmt"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// peopleReview has people who gain, who lose, who may lose, and who cannot be judged.
func peopleReview() Review {
	deletes := []cases.Capability{cases.DeleteCases}
	r := reviewOf(
		Role{
			Name: "soc-tier1", Action: RoleUpdated, Resources: byResource("tier1", "update"),
			Access: []Access{
				{Space: "lab", Solution: "security", Before: works, Loses: works},
				{Space: "soc", Solution: "security", Before: works, After: leads, Gains: deletes, Widens: []Widening{WidensDelete}},
			},
		},
		Role{
			Name: "soc-tier2", Action: RoleUpdated, Resources: byResource("tier2", "update"),
			Access: []Access{{Space: "soc", Solution: "stack", Before: reads, After: reads, Unknown: true}},
		},
	)
	gain := PersonAccess{Space: "soc", Solution: "security", Gains: deletes, Roles: []string{"soc-tier1"}}
	lose := PersonAccess{Space: "lab", Solution: "security", Loses: works, Roles: []string{"soc-tier1"}}
	for i := range 12 {
		r.People = append(r.People, Person{Name: fmt.Sprintf("analyst-%02d", i+1), Access: []PersonAccess{lose, gain}})
	}
	atMost := lose
	atMost.Unless = []string{"monitoring_user", "reporting"}
	r.People = append(r.People,
		Person{Name: "ann", Access: []PersonAccess{atMost}},
		Person{Name: "bob", Access: []PersonAccess{lose}},
		Person{Name: "kim@saml1", Access: []PersonAccess{{Space: "soc", Solution: "stack", Unknown: true, Roles: []string{"soc-tier2"}}}},
	)
	return r
}
