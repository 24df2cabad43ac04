package kibanatest

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"
)

// recordedFile is testdata/recorded-role-api.json.
type recordedFile struct {
	Operations struct {
		Profile  string                         `json:"profile"`
		Features map[string]map[string][]string `json:"features"`
	} `json:"operations"`
	Cases []recordedCase `json:"cases"`
}

// recordedCase is a case of the file. The same id can occur with several profiles.
type recordedCase struct {
	ID       string            `json:"id"`
	Profile  string            `json:"profile"`
	Features []featureConfig   `json:"features"`
	Given    map[string]ESRole `json:"given"`
	Steps    []recordedStep    `json:"steps"`
}

// recordedStep is a request and its answer.
type recordedStep struct {
	Method               string          `json:"method"`
	Path                 string          `json:"path"`
	Body                 json.RawMessage `json:"body"`
	RawBody              *string         `json:"rawBody"`
	Status               int             `json:"status"`
	Answer               json.RawMessage `json:"answer"`
	Stored               json.RawMessage `json:"stored"`
	SameWithReplacements bool            `json:"sameWithReplacements"`
}

// featureConfig is a feature in the form in which Kibana's plugins register it.
type featureConfig struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Hidden     bool   `json:"hidden"`
	Privileges struct {
		All  casePrivilege `json:"all"`
		Read casePrivilege `json:"read"`
	} `json:"privileges"`
	SubFeatures []struct {
		Name             string `json:"name"`
		RequireAllSpaces bool   `json:"requireAllSpaces"`
		PrivilegeGroups  []struct {
			Privileges []struct {
				ID       string `json:"id"`
				Disabled bool   `json:"disabled"`
			} `json:"privileges"`
		} `json:"privilegeGroups"`
	} `json:"subFeatures"`
}

func loadRecorded(t *testing.T) recordedFile {
	t.Helper()
	data, err := os.ReadFile("testdata/recorded-role-api.json")
	if err != nil {
		t.Fatal(err)
	}
	var file recordedFile
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func (c recordedCase) key() string { return c.ID + " on " + c.Profile }

// profile returns the case's profile, with its additional features.
func (c recordedCase) profile(t *testing.T) Profile {
	t.Helper()
	p := profileOf(t, c.Profile)
	for _, f := range c.Features {
		p = p.With(f.feature())
	}
	return p
}

// role returns the name of the role in the path.
func (step recordedStep) role(t *testing.T) string {
	t.Helper()
	escaped, _, _ := strings.Cut(strings.TrimPrefix(step.Path, rolePath), "?")
	name, err := url.PathUnescape(escaped)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func (f featureConfig) feature() Feature {
	out := Feature{
		ID: f.ID, Name: f.Name, Hidden: f.Hidden,
		All: f.Privileges.All.privilege(), Read: f.Privileges.Read.privilege(),
	}
	for _, sub := range f.SubFeatures {
		s := SubFeature{Name: sub.Name, RequireAllSpaces: sub.RequireAllSpaces}
		for _, group := range sub.PrivilegeGroups {
			for _, p := range group.Privileges {
				s.Privileges = append(s.Privileges, Privilege{ID: p.ID, Disabled: p.Disabled})
			}
		}
		out.Sub = append(out.Sub, s)
	}
	return out
}
