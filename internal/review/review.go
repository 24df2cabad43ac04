// Package review reads a Terraform plan in JSON and says what the plan changes about access to cases: who gains what, and
// who loses what, by role, space and solution.
//
// The package is pure apart from the reader that it is given: it makes no requests and does not depend on Terraform.
package review

import "github.com/kibana-cases/terraform-provider-cases/internal/cases"

// FormatVersion is the version of the JSON form of a Review. The minor version grows with new properties, the major
// version with changes that break a reader.
const FormatVersion = "1.0"

// Review says what a plan changes about access to cases. Its JSON form is published: schema.json describes it.
type Review struct {
	FormatVersion string `json:"format_version"`
	// Kibana is the version of Kibana that raw privilege ids are judged by.
	Kibana Kibana `json:"kibana"`
	// Complete is false if the plan leaves out changes that a further plan has to make: Terraform deferred them, or
	// -target excluded them.
	Complete bool `json:"complete"`
	// Roles are the roles whose access the plan changes, or may change, sorted by provider and name.
	Roles []Role `json:"roles"`
	// People are those who gain or lose by the changes of Roles, or may, sorted by name. They are known only if the plan has
	// a data source cases_users. Notes say whom it does not list.
	People []Person `json:"people"`
	// Unchanged counts the roles that resources in the plan manage and whose access stays.
	Unchanged int `json:"unchanged"`
	// Outside are roles that somebody changed outside of Terraform since the last apply. These changes are in force
	// already. If the plan takes them back, the role is in Roles, too.
	Outside []Role `json:"outside"`
	// Notes are sentences about the whole plan that a reviewer has to know.
	Notes []string `json:"notes"`
}

// Kibana is a version of Kibana, and how the review came to it.
type Kibana struct {
	// Version is a version such as "9.2.0", or "serverless".
	Version string `json:"version"`
	// Source says where the version comes from.
	Source VersionSource `json:"source"`
	// Judges is true if the plan has raw ids. The version makes no difference otherwise: the provider has computed the
	// capabilities, for its own Kibana.
	Judges bool `json:"judges"`
}

// VersionSource says where the version of Kibana comes from.
type VersionSource string

// The sources of a version.
const (
	FromFlag   VersionSource = "flag"   // -kibana-version
	FromPlan   VersionSource = "plan"   // the plan itself
	FromNewest VersionSource = "newest" // the newest release that the command knows
)

// Role is a role of one Kibana, and what changes about it.
type Role struct {
	// Provider is the provider configuration that reaches the role's Kibana, such as "cases.eu" or "module.eu.cases". It
	// is empty if the plan has one Kibana only.
	Provider string `json:"provider,omitempty"`
	// Name is the name of the role. It is empty if the name is known only after apply.
	Name string `json:"name"`
	// Action is what happens to the role itself.
	Action RoleAction `json:"action"`
	// Resources are the resources that manage the role, sorted by address.
	Resources []Resource `json:"resources"`
	// Access holds the access that changes or may change, sorted by space and solution, "*" first.
	Access []Access `json:"access"`
	// WaysAround are the ways around case privileges that the role gains or loses.
	WaysAround []WayAround `json:"ways_around"`
	// Notes are sentences about this role that a reviewer has to know, such as what the plan cannot tell.
	Notes []string `json:"notes"`

	// mayGainWays: privileges in Elasticsearch are known only after apply.
	mayGainWays bool
}

// RoleAction is what a plan does to a role as a whole.
type RoleAction string

// The actions on a role.
const (
	RoleCreated RoleAction = "create"
	RoleUpdated RoleAction = "update"
	RoleDeleted RoleAction = "delete"
	// RoleUnmanaged: Terraform forgets the role. It stays in Kibana as it is.
	RoleUnmanaged RoleAction = "forget"
	// RoleKept: no resource changes the role, for example when it is imported, moved or only listed in Outside.
	RoleKept RoleAction = "keep"
)

// Resource is a resource instance that manages a role.
type Resource struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	// Actions are Terraform's: "no-op", "create", "read", "update", "delete", "forget". A replacement has two, in order.
	Actions []string `json:"actions"`
	// PreviousAddress is the address that the instance moves from, if it moves.
	PreviousAddress string `json:"previous_address,omitempty"`
	// Imported is true if the plan imports the object.
	Imported bool `json:"imported,omitempty"`
	// Deferred is Terraform's reason for which it leaves the change to a later plan. It is empty otherwise.
	Deferred string `json:"deferred,omitempty"`
}

// Access is what a role lets people do in one space with the cases of one solution, or with connectors.
type Access struct {
	// Space is a space id, a pattern of Elasticsearch such as "*-prod", or "*" for all spaces.
	Space string `json:"space"`
	// Solution is "security", "observability", "stack" or "connectors".
	Solution string `json:"solution"`
	// Before and After are the capabilities that the role's privileges for this very space give, in the order of
	// capabilities. They do not repeat what the role gives in all spaces.
	Before []cases.Capability `json:"before"`
	After  []cases.Capability `json:"after"`
	// Gains and Loses are what changes for people with the role. What the role gives in all spaces, or by a pattern that
	// matches, is neither gained nor lost here.
	Gains []cases.Capability `json:"gains"`
	Loses []cases.Capability `json:"loses"`
	// Unknown is true if values known only after apply decide about After. Before is known. After, Gains and Loses hold
	// what is known nevertheless.
	Unknown bool `json:"unknown"`
	// Widens are the reasons to look twice at Gains or at an unknown After, in the order of the constants.
	Widens []Widening `json:"widens"`
}

// Widening is a reason to look twice at a gain.
type Widening string

// The reasons to look twice.
const (
	// WidensAllSpaces: the gain holds in all spaces, or in all that match a pattern.
	WidensAllSpaces Widening = "all_spaces"
	// WidensBase: the gain comes from a base privilege, which includes every feature.
	WidensBase Widening = "base_privilege"
	// WidensRawIDs: the gain comes from raw ids of a cases feature in features.
	WidensRawIDs Widening = "raw_ids"
	// WidensDelete, WidensConnectors, WidensSettings: the gain includes these capabilities.
	WidensDelete     Widening = "delete_cases"
	WidensConnectors Widening = "manage_connectors"
	WidensSettings   Widening = "edit_settings"
)

// WayAround is a way in which a role reaches cases without case privileges.
type WayAround struct {
	// Way names the way, as data.cases_role does.
	Way string `json:"way"`
	// Why says what the role holds, and what that lets people do.
	Why string `json:"why"`
	// Change is "gain" or "lose".
	Change Change `json:"change"`

	// space is a space id, a pattern or "*".
	space string
	// way is what the plan says about the way.
	way cases.WayAround
}

// Change says whether people gain or lose something.
type Change string

// The changes.
const (
	Gain Change = "gain"
	Lose Change = "lose"
)
