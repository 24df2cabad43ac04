package review_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// privileges are the actions that each privilege grants, as Kibana says itself.
type privileges struct {
	Features map[string]map[string][]string
	Global   map[string][]string
}

// askPrivileges asks Kibana what its privileges grant.
func askPrivileges(t *testing.T, kibana *kibanatest.Server) (p privileges) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, kibana.URL()+"/api/security/privileges?includeActions=true", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(kibanatest.DefaultUser, kibanatest.DefaultPassword)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}

// The operation that each capability stands for, and the owner under which Kibana keeps each solution's cases.
var (
	operations = map[string]cases.Capability{
		"getCase": cases.ReadCases, "createCase": cases.CreateCases, "updateCase": cases.UpdateCases, "deleteCase": cases.DeleteCases,
		"updateConfiguration": cases.EditSettings, "createComment": cases.AddComments, "manageTemplate": cases.ManageTemplates,
		"reopenCase": cases.ReopenCases, "assignCase": cases.AssignUsers, "pushCase": cases.PushCases,
	}
	owners = map[string]string{"securitySolution": "security", "observability": "observability", "cases": "stack"}
)

// abilities holds "<solution>: <capability>".
type abilities map[string]bool

// allows returns what stored roles let people do in a space, whatever entry gives it. The space "*" stands for any space
// that no entry names.
func (p privileges) allows(kibana *kibanatest.Server, role, space string) abilities {
	stored, _ := kibana.Stored(role)
	can := abilities{}
	for _, application := range stored.Applications {
		if !slices.Contains(application.Resources, "*") && !slices.Contains(application.Resources, "space:"+space) {
			continue
		}
		for _, privilege := range application.Privileges {
			p.add(can, privilege)
		}
	}
	for _, solution := range owners {
		if !can["connectors: use_connectors"] {
			delete(can, solution+": push_cases")
		}
	}
	return can
}

// add adds what a stored privilege allows.
func (p privileges) add(can abilities, privilege string) {
	feature, id, isFeature := strings.Cut(strings.TrimPrefix(privilege, "feature_"), ".")
	actions := p.Features[feature][id]
	if !isFeature {
		id = strings.TrimPrefix(privilege, "space_")
		actions = p.Global[id]
	}
	if !isFeature || feature == "actions" {
		can["connectors: use_connectors"] = true
		if id == "all" {
			can["connectors: manage_connectors"] = true
		}
	}
	for _, action := range actions {
		owner, operation, _ := strings.Cut(strings.TrimPrefix(action, "cases:"), "/")
		if capability, known := operations[operation]; known && owners[owner] != "" {
			can[owners[owner]+": "+string(capability)] = true
		}
	}
}

// minus returns what is allowed here and not there.
func (a abilities) minus(b abilities) abilities {
	only := abilities{}
	for ability := range a {
		if !b[ability] {
			only[ability] = true
		}
	}
	return only
}
