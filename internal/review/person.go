package review

import "github.com/kibana-cases/terraform-provider-cases/internal/cases"

// Person is somebody whom a data source cases_users lists, and what the changes of roles mean for them.
type Person struct {
	// Provider is the provider configuration that reaches the person's Kibana, as in [Role]. It is empty if the plan has
	// one Kibana only.
	Provider string `json:"provider,omitempty"`
	// Name is the key of the person in the data source: the user name, or "<name>@<realm>" if two people have the same.
	Name string `json:"name"`
	// Access holds what the person gains and loses, sorted by space and solution, "*" first. It is never empty.
	Access []PersonAccess `json:"access"`
}

// PersonAccess is what a person gains and loses in one space with the cases of one solution, or with connectors.
type PersonAccess struct {
	// Space and Solution are as in [Access].
	Space    string `json:"space"`
	Solution string `json:"solution"`
	// Gains are the capabilities that changed roles give, and that the person does not have yet by any role.
	Gains []cases.Capability `json:"gains"`
	// Loses are the capabilities that changed roles take, and that no role is known to give the person after apply.
	Loses []cases.Capability `json:"loses"`
	// Unknown is true if values known only after apply decide. Gains then hold what is known nevertheless.
	Unknown bool `json:"unknown"`
	// Roles are the changed roles that cause this, sorted.
	Roles []string `json:"roles"`
	// Unless are roles of the person that may still give what Loses holds, sorted: the plan does not show all of their
	// privileges. If it is empty, the person loses all of Loses. Otherwise, they lose that much at most.
	Unless []string `json:"unless"`
}
