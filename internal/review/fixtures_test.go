package review

import (
	"fmt"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// The capabilities that most fixtures use.
var (
	reads  = []cases.Capability{cases.ReadCases}
	works  = []cases.Capability{cases.ReadCases, cases.CreateCases, cases.UpdateCases, cases.AddComments, cases.AssignUsers}
	leads  = []cases.Capability{cases.ReadCases, cases.CreateCases, cases.UpdateCases, cases.DeleteCases, cases.EditSettings, cases.AddComments, cases.AssignUsers}
	manage = []cases.Capability{cases.UseConnectors, cases.ManageConnectors}
)

// fixtures returns the reviews of the golden files by name.
func fixtures() map[string]Review {
	return map[string]Review{
		"unchanged":   {FormatVersion: FormatVersion, Kibana: Kibana{"9.2.0", FromPlan, true}, Complete: true, Unchanged: 12},
		"gain":        gainReview(),
		"exchange":    exchangeReview(),
		"delete":      deleteReview(),
		"everywhere":  everywhereReview(),
		"unknown":     unknownReview(),
		"two_kibanas": twoKibanas(),
		"outside":     outsideReview(),
		"hostile":     hostileReview(hostileName),
		"picture":     pictureReview(),
	}
}

// reviewOf returns a complete review of roles.
func reviewOf(all ...Role) Review {
	return Review{FormatVersion: FormatVersion, Kibana: Kibana{"9.2.0", FromPlan, true}, Complete: true, Roles: all}
}

// byResource returns the resource cases_role.<label> with its actions.
func byResource(label string, actions ...string) []Resource {
	return []Resource{{Address: "cases_role." + label, Type: "cases_role", Actions: actions}}
}

func gainReview() Review {
	return reviewOf(Role{
		Name: "tier-1", Action: RoleCreated, Resources: byResource("tier_1", "create"),
		Access: []Access{{Space: "soc", Solution: "security", After: works, Gains: works}},
	})
}

// exchangeReview moves access from one role to another, and from one space of a role to another.
func exchangeReview() Review {
	return reviewOf(
		Role{
			Name: "day-shift", Action: RoleUpdated, Resources: byResource("day_shift", "update"),
			Access: []Access{
				{Space: "archive", Solution: "security", Before: reads, Loses: reads},
				{Space: "soc", Solution: "security", Before: reads, After: works, Gains: works[1:]},
				{Space: "soc", Solution: "stack", After: reads},
			},
		},
		Role{
			Name: "night-shift", Action: RoleUpdated,
			Resources: []Resource{
				{Address: "cases_feature_privilege.night", Type: "cases_feature_privilege", Actions: []string{"delete"}},
				{Address: `cases_role.shift["night"]`, Type: "cases_role", Actions: []string{"no-op"}},
			},
			Access: []Access{{Space: "soc", Solution: "security", Before: works, After: reads, Loses: works[1:]}},
		},
	)
}

func deleteReview() Review {
	return reviewOf(Role{
		Name: "contractors", Action: RoleDeleted, Resources: byResource("contractors", "delete"),
		Access: []Access{
			{Space: "soc", Solution: "security", Before: leads, Loses: leads},
			{Space: "soc", Solution: "connectors", Before: manage, Loses: manage},
		},
		WaysAround: []WayAround{{Way: cases.WayRunAs, Why: `run_as "soc-*" lets people act as these users, with all that the roles of these users allow.`, Change: Lose}},
	})
}

// everywhereReview gives a base privilege in all spaces.
func everywhereReview() Review {
	var access []Access
	for _, s := range []string{"security", "observability", "stack"} {
		access = append(access, Access{Space: "*", Solution: s, Before: reads, After: leads, Gains: leads[1:], Widens: []Widening{WidensAllSpaces, WidensBase, WidensDelete, WidensSettings}})
	}
	access = append(access, Access{Space: "*", Solution: "connectors", After: manage, Gains: manage, Widens: []Widening{WidensAllSpaces, WidensBase, WidensConnectors}})
	return reviewOf(Role{
		Name: "admins", Action: RoleUpdated, Access: access,
		Resources: []Resource{{Address: "elasticstack_kibana_security_role.admins", Type: "elasticstack_kibana_security_role", Actions: []string{"delete", "create"}}},
	})
}

func unknownReview() Review {
	r := reviewOf(
		Role{
			Action: RoleCreated, Resources: byResource("named_later", "create"),
			Access: []Access{{Space: "soc", Solution: "security", After: reads, Gains: reads, Unknown: true, Widens: []Widening{WidensRawIDs}}},
			Notes:  []string{"The name is known only after apply. The role may exist already."},
		},
		Role{
			Name: "later", Action: RoleUpdated,
			Resources: []Resource{{Address: "cases_role.later", Type: "cases_role", Actions: []string{"update"}, Deferred: "provider_config_unknown"}},
			Access:    []Access{{Space: "soc", Solution: "stack", Before: reads, After: reads, Unknown: true}},
		},
	)
	r.Complete = false
	r.Kibana = Kibana{"9.4.0", FromNewest, true}
	return r
}

func twoKibanas() Review {
	gain, lose := gainReview().Roles[0], gainReview().Roles[0]
	gain.Provider, lose.Provider = "cases.eu", "module.us.cases"
	lose.Action = RoleUnmanaged
	lose.Access = nil
	lose.Resources = []Resource{{Address: "cases_role.tier_1_us", Type: "cases_role", Actions: []string{"forget"}}}
	lose.Notes = []string{"Terraform forgets the role. People keep what it allows."}
	r := reviewOf(gain, lose)
	r.Kibana = Kibana{"serverless", FromFlag, true}
	return r
}

func outsideReview() Review {
	r := reviewOf()
	r.Outside = []Role{{
		Name: "tier-2", Action: RoleKept,
		Resources: []Resource{{Address: "cases_role.tier_2", Type: "cases_role", Actions: []string{"no-op"}, Imported: true, PreviousAddress: "cases_role.old"}},
		Access:    []Access{{Space: "*-prod", Solution: "security", Before: reads, After: leads, Gains: leads[1:], Widens: []Widening{WidensAllSpaces, WidensDelete, WidensSettings}}},
	}}
	r.Notes = []string{"The plan makes no changes."}
	r.Unchanged = 1
	return r
}

// hostileName tries to leave its place in each format.
const hostileName = "a`b``c|d</code></td><script>alert(1)</script>\r\n\r\n# @everyone ![x](https://evil.example/x.png) \u202egnp.exe \x1b[31m\u009b <!-- --> </details> {{.}} www.evil.example #1 &lt;"

// hostileReview has a name in each place that takes one.
func hostileReview(name string) Review {
	role := Role{
		Provider: "cases." + name, Name: name, Action: RoleUpdated,
		Resources:  []Resource{{Address: fmt.Sprintf("cases_role.x[%q]", name), Type: "cases_role", Actions: []string{"update"}, PreviousAddress: "cases_role." + name, Deferred: name}},
		Access:     []Access{{Space: name, Solution: "security", After: leads, Gains: leads, Widens: []Widening{WidensDelete, Widening(name)}}, {Space: "*" + name, Solution: name, Unknown: true}},
		WaysAround: []WayAround{{Way: cases.WayRunAs, Why: fmt.Sprintf("run_as %q lets people act as these users.", name), Change: Gain}},
		Notes:      []string{fmt.Sprintf("The role %q is special.", name), "Raw: " + name},
	}
	r := reviewOf(role)
	r.Kibana = Kibana{name, FromNewest, true}
	r.Notes = role.Notes
	r.Outside = []Role{role}
	return r
}

// pictureReview is the review in the picture of the README: a plan as a security team might write it.
func pictureReview() Review {
	r := reviewOf(
		Role{
			Name: "soc-analyst", Action: RoleUpdated,
			Resources: []Resource{
				{Address: "cases_feature_privilege.analyst_stack", Type: "cases_feature_privilege", Actions: []string{"create"}},
				{Address: "cases_role.analyst", Type: "cases_role", Actions: []string{"update"}},
			},
			Access: []Access{
				{Space: "soc", Solution: "security", Before: reads, After: works, Gains: works[1:]},
				{Space: "soc", Solution: "stack", After: reads, Gains: reads},
			},
		},
		Role{
			Name: "soc-automation", Action: RoleUpdated,
			Resources: []Resource{{Address: "elasticstack_kibana_security_role.automation", Type: "elasticstack_kibana_security_role", Actions: []string{"update"}}},
			Access: []Access{
				{Space: "*", Solution: "security", Before: works, After: leads, Gains: []cases.Capability{cases.DeleteCases, cases.EditSettings}, Widens: []Widening{WidensAllSpaces, WidensDelete, WidensSettings}},
				{Space: "*", Solution: "connectors", Before: manage[:1], After: manage, Gains: manage[1:], Widens: []Widening{WidensAllSpaces, WidensConnectors}},
			},
		},
		Role{
			Name: "soc-contractor", Action: RoleDeleted, Resources: byResource("contractor", "delete"),
			Access: []Access{{Space: "soc", Solution: "security", Before: works, Loses: works}},
		},
		Role{
			Name: "soc-lead", Action: RoleUpdated, Resources: byResource("lead", "update"),
			Access: []Access{{Space: "soc-apac", Solution: "security", Before: reads, After: reads, Unknown: true}},
			Notes:  []string{"The level of access comes from terraform_data.apac, which is known only after apply."},
		},
	)
	r.Unchanged = 9
	return r
}

// largeReview has many roles. Every hundredth of them gains something dangerous.
func largeReview(n int) Review {
	r := reviewOf()
	for i := range n {
		role := Role{
			Name: fmt.Sprintf("team-%04d", i), Action: RoleUpdated, Resources: byResource(fmt.Sprintf("team[%d]", i), "update"),
			Access: []Access{{Space: fmt.Sprintf("space-%d", i), Solution: "security", Before: reads, After: works, Gains: works[1:]}},
		}
		if i%100 == 99 {
			role.Access[0].Gains, role.Access[0].After = leads[1:], leads
			role.Access[0].Widens = []Widening{WidensDelete, WidensSettings}
		}
		r.Roles = append(r.Roles, role)
	}
	return r
}
