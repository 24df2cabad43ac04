package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// waysToEdit is in how many ways somebody edits a role.
const waysToEdit = 8

// edit is what somebody else does to a role that is there, and to nothing that
// the providers' objects own: whatever it is, it differs from before.
func (r *referee) edit(name string, way int) {
	role, there := r.k.Stored(name)
	if way == 0 || !there {
		return
	}
	r.edited++
	privilege := fmt.Sprintf("p%d", r.edited)
	switch way {
	case 1:
		role.Description = "edited " + privilege
	case 2:
		role.Metadata["somebody"] = json.RawMessage(`"` + privilege + `"`)
	case 3:
		role.RunAs = []string{privilege}
	case 4:
		role.Global = json.RawMessage(`{"application":{"manage":{"applications":["` + privilege + `"]}}}`)
	case 5:
		role.Applications = slices.DeleteFunc(role.Applications, func(a kibanatest.ESApplication) bool { return a.Application == "logstash" })
		role.Applications = append(role.Applications, kibanatest.ESApplication{Application: "logstash", Resources: []string{"*"}, Privileges: []string{privilege}})
	case 6:
		grantOther(&role, "space:soc", privilege)
	case 7:
		grantOther(&role, "space:theirs", privilege)
	case 8:
		grantOther(&role, "*", privilege)
	}
	r.k.Plant(name, role)
	r.last[name] = r.contents(name)
}

// grantOther sets a privilege in whatever entry holds in a space, for all the
// spaces of that entry.
func grantOther(role *kibanatest.ESRole, resource, privilege string) {
	at := slices.IndexFunc(role.Applications, func(a kibanatest.ESApplication) bool {
		return a.Application == "kibana-.kibana" && slices.Contains(a.Resources, resource)
	})
	if at < 0 {
		role.Applications = append(role.Applications, kibanatest.ESApplication{Application: "kibana-.kibana", Resources: []string{resource}})
		at = len(role.Applications) - 1
	}
	held := &role.Applications[at].Privileges
	*held = slices.DeleteFunc(*held, func(id string) bool { return strings.HasPrefix(id, "feature_apm.") })
	*held = append(*held, "feature_apm."+privilege)
}
