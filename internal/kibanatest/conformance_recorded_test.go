package kibanatest

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
)

// recordedNotReproduced lists the cases of testdata/recorded-role-api.json that the
// double does not reproduce, with the reason.
var recordedNotReproduced = map[string]string{
	"bulk/mixed on 9.5": "the provider never calls the bulk route",
}

// TestRecordedConformance sends the requests of testdata/recorded-role-api.json. The
// answers and the stored roles must be the recorded ones.
func TestRecordedConformance(t *testing.T) {
	t.Parallel()
	cases := loadRecorded(t).Cases
	for key := range recordedNotReproduced {
		if !slices.ContainsFunc(cases, func(c recordedCase) bool { return c.key() == key }) {
			t.Errorf("recordedNotReproduced lists %q, which does not exist", key)
		}
	}
	for _, c := range cases {
		t.Run(c.key(), func(t *testing.T) {
			t.Parallel()
			if reason, ok := recordedNotReproduced[c.key()]; ok {
				t.Skip(reason)
			}
			s := Start(t, c.profile(t))
			for name, role := range c.Given {
				s.Plant(name, role)
			}
			for _, step := range c.Steps {
				step.check(t, s)
			}
		})
	}
}

// TestRecordedOperations compares the operations of every cases privilege.
func TestRecordedOperations(t *testing.T) {
	t.Parallel()
	recorded := loadRecorded(t).Operations
	p := profileOf(t, recorded.Profile)
	for id, privileges := range recorded.Features {
		f, ok := p.feature(id)
		if !ok {
			t.Fatalf("%s has no %s", p.Name, id)
		}
		got := make(map[string][]string)
		for _, privilege := range f.privilegeIDs(true) {
			for _, operation := range operations(p, f, privilege) {
				got[privilege] = append(got[privilege], "cases:"+f.Owner+"/"+operation)
			}
		}
		equal(t, got, privileges)
	}
}

// check sends the request of the step.
func (step recordedStep) check(t *testing.T, s *Server) {
	t.Helper()
	body := string(step.Body)
	if step.RawBody != nil {
		body = *step.RawBody
	}
	r := send(t, s, step.Method, step.Path, body).wantStatus(t, step.Status)
	if step.Status == http.StatusNoContent {
		equal(t, string(r.body), "")
	} else {
		equal(t, r.json(t), decoded(t, step.Answer))
	}
	if step.Stored != nil {
		step.checkStored(t, s)
	}
	if step.SameWithReplacements {
		replaced := send(t, s, step.Method, step.Path+"?replaceDeprecatedPrivileges=true", body)
		equal(t, replaced.wantStatus(t, step.Status).json(t), r.json(t))
	}
}

// checkStored compares the role of the step in Elasticsearch. The file has null for a
// role that does not exist.
func (step recordedStep) checkStored(t *testing.T, s *Server) {
	t.Helper()
	var want *ESRole
	if err := json.Unmarshal(step.Stored, &want); err != nil {
		t.Fatal(err)
	}
	got, exists := s.Stored(step.role(t))
	switch {
	case exists && want == nil:
		t.Errorf("stored: %s", encoded(t, got))
	case !exists && want != nil:
		t.Error("not stored")
	case exists:
		equal(t, decoded(t, []byte(encoded(t, got))), decoded(t, step.Stored))
	}
}
