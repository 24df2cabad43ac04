package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
)

// workspace is a folder in which a role moves from another provider.
type workspace struct {
	example

	t    *testing.T
	from string // the type of the resource that moves
}

// workspace moves what the other provider has in its state of a resource to a configuration.
func (c cli) workspace(t *testing.T, from, attributes string, version int, config string) workspace {
	t.Helper()
	w := workspace{example{c, t.TempDir()}, t, from}
	state, err := json.Marshal(object{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "moved", "resources": []object{{
		"mode": "managed", "type": from, "name": "test", "provider": fmt.Sprintf("provider[%q]", movedProvider),
		"instances": []object{{"schema_version": version, "attributes": json.RawMessage(attributes), "private": base64.StdEncoding.EncodeToString([]byte("null"))}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "terraform.tfstate", string(state))
	w.write(t, "main.tf", withRequirements+fmt.Sprintf(`
		moved {
		  from = %s.test
		  to   = cases_role.test
		}
		`, from)+config)
	return w
}

// plans checks that the role moves, with the action, and keeps its privileges.
func (w workspace) plans(action string) {
	w.t.Helper()
	var plan struct {
		ResourceChanges []struct {
			Address         string `json:"address"`
			PreviousAddress string `json:"previous_address"`
			Change          struct {
				Actions       []string
				Before, After struct {
					Privileges any `json:"privileges"`
				}
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(w.must(w.t, 0, "show", "-json", "plan")), &plan); err != nil {
		w.t.Fatal(err)
	}
	if len(plan.ResourceChanges) != 1 {
		w.t.Fatalf("planned %+v", plan.ResourceChanges)
	}
	r := plan.ResourceChanges[0]
	if got := fmt.Sprintf("%s -> %s: %s", r.PreviousAddress, r.Address, r.Change.Actions); got != fmt.Sprintf("%s.test -> cases_role.test: [%s]", w.from, action) {
		w.t.Errorf("planned %s, want %s", got, action)
	}
	if lines := leaves(r.Change.Before.Privileges).to(leaves(r.Change.After.Privileges)); lines != "" {
		w.t.Errorf("planned privileges:\n%s", lines)
	}
}
