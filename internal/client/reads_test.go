package client_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func TestStatus(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"name":"kibana","uuid":"u","status":{"overall":{"level":"available"}},
		"version":{"number":"9.2.0","build_hash":"h","build_number":1,"build_snapshot":true,"build_flavor":"traditional"}}`))
	got, err := connect(t, config(s.URL)).Status(t.Context())
	if want := (client.Status{Version: "9.2.0", BuildFlavor: "traditional"}); err != nil || got != want {
		t.Errorf("Status = %+v, %v, want %+v", got, err, want)
	}
	wantJournal(t, s, "GET /api/status")
}

func TestStatusWithoutAVersionIsAHiddenVersionError(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"status":{"overall":{"level":"available"}}}`))
	_, err := connect(t, config(s.URL)).Status(t.Context())
	if _, hidden := errors.AsType[*client.HiddenVersionError](err); !hidden {
		t.Fatalf("error = %v, want a HiddenVersionError", err)
	}
	if want := "GET /api/status: Kibana did not say its version"; err.Error() != want {
		t.Errorf("error = %q, want %q", err, want)
	}
}

func TestUnusableStatusIsAnError(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `{"healthy":true}`))
	_, err := connect(t, config(s.URL)).Status(t.Context())
	wantProblem(t, err, 200, "JSON without a version")
}

func TestLicense(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ body, want string }{
		"present": {`{"license":{"uid":"u","type":"platinum","mode":"platinum","status":"active"},"signature":"s"}`, "platinum"},
		"missing": {`{"signature":"s"}`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, answer(200, tt.body))
			if got, err := connect(t, config(s.URL)).License(t.Context()); err != nil || got != tt.want {
				t.Errorf("License = %q, %v, want %q", got, err, tt.want)
			}
			wantJournal(t, s, "GET /api/licensing/info")
		})
	}
}

func TestSpaces(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `[{"id":"default","name":"Default","disabledFeatures":[],"_reserved":true},
		{"id":"soc","name":"SOC","description":"Works cases","solution":"oblt","disabledFeatures":["securitySolutionCasesV3"],"color":"#fff"},{"id":"bare"}]`))
	got, err := connect(t, config(s.URL)).Spaces(t.Context())
	want := []client.Space{
		{ID: "default", Name: "Default", DisabledFeatures: []string{}},
		{ID: "soc", Name: "SOC", Description: "Works cases", Solution: "oblt", DisabledFeatures: []string{"securitySolutionCasesV3"}},
		{ID: "bare"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Spaces: %v (-want +got):\n%s", err, diff)
	}
	wantJournal(t, s, "GET /api/spaces/space")
}

func TestASpaceWithoutAnIDIsAnError(t *testing.T) {
	t.Parallel()
	s := serve(t, answer(200, `[{"id":"default"},{"name":"SOC"}]`))
	_, err := connect(t, config(s.URL)).Spaces(t.Context())
	wantProblem(t, err, 200, "a space without an id")
}
