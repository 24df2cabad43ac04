package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
)

// object is a configuration or a state.
type object map[string]any

// process is a provider that a test talks to as Terraform does, without a CLI.
type process struct {
	t           testing.TB
	server      tfprotov6.ProviderServer
	diagnostics []string // its diagnostics, with severity and attribute path
}

// start configures a provider.
func start(t testing.TB, settings object) *process {
	t.Helper()
	return startOn(t, provider.NewServerWithoutStartupWait()(), settings)
}

// startOn configures the given server.
func startOn(t testing.TB, server tfprotov6.ProviderServer, settings object) *process {
	t.Helper()
	if settings == nil {
		settings = object{}
	}
	p := &process{t: t, server: server}
	valid, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: encode(t, allSchemas().Provider, settings)})
	if p.collect(err, valid.Diagnostics) {
		return p
	}
	done, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(t, allSchemas().Provider, settings), TerraformVersion: "1.11.4"})
	p.collect(err, done.Diagnostics)
	return p
}

// Objects that meet on one role are planned and applied in any order. The helpers
// here force one: a process stands for one command of Terraform, and plans each
// object once.

// beside is another object's view of the same process: what the provider says of
// that object is kept apart.
func (p *process) beside() *process { return &process{t: p.t, server: p.server} }

// collect keeps diagnostics, and reports whether there is an error among them.
func (p *process) collect(err error, diagnostics []*tfprotov6.Diagnostic) (failed bool) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, d := range diagnostics {
		at := ""
		if d.Attribute != nil {
			at = d.Attribute.String()
		}
		p.diagnostics = append(p.diagnostics, fmt.Sprintf("%s %s: %s: %s", d.Severity, at, d.Summary, d.Detail))
		failed = failed || d.Severity == tfprotov6.DiagnosticSeverityError
	}
	return failed
}

// wantNoDiagnostics checks that the provider returned no diagnostics.
func (p *process) wantNoDiagnostics() {
	p.t.Helper()
	p.wantDiagnostic()
}

// wantDiagnostic checks that the provider returned one diagnostic that contains all texts;
// without texts, that it returned none.
func (p *process) wantDiagnostic(texts ...string) {
	p.t.Helper()
	if len(p.diagnostics) != min(1, len(texts)) {
		p.t.Errorf("diagnostics %q, want %q", p.diagnostics, texts)
		return
	}
	for _, text := range texts {
		if !strings.Contains(p.diagnostics[0], text) {
			p.t.Errorf("diagnostics %q, want %q", p.diagnostics[0], text)
		}
	}
}

// wantDiagnostics checks that the diagnostics of one severity contain these texts, in
// any order, and that there are no others of that severity.
func (p *process) wantDiagnostics(severity tfprotov6.DiagnosticSeverity, says ...string) {
	p.t.Helper()
	diagnostics := slices.DeleteFunc(slices.Clone(p.diagnostics), func(line string) bool { return !strings.HasPrefix(line, severity.String()) })
	same := len(diagnostics) == len(says)
	for _, text := range says {
		same = same && slices.ContainsFunc(diagnostics, func(line string) bool { return strings.Contains(line, text) })
	}
	if !same {
		p.t.Errorf("%s: diagnostics %q, want %q", severity, diagnostics, says)
	}
}

// failed reports whether the provider returned an error.
func (p *process) failed() bool {
	return slices.ContainsFunc(p.diagnostics, func(text string) bool { return strings.HasPrefix(text, tfprotov6.DiagnosticSeverityError.String()) })
}

const (
	isError   = tfprotov6.DiagnosticSeverityError
	isWarning = tfprotov6.DiagnosticSeverityWarning
)

// planFailed reports whether there is an error in a plan.
func planFailed(plan *tfprotov6.PlanResourceChangeResponse) bool {
	return slices.ContainsFunc(plan.Diagnostics, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
}

// unknownKibana is a provider whose endpoint is known after apply.
func unknownKibana(t *testing.T) *process {
	t.Helper()
	return startWithUnknown(t, "endpoint", object{})
}

// startWithUnknown is start, with one more setting that is known after apply.
func startWithUnknown(t *testing.T, setting string, settings object) *process {
	t.Helper()
	server, err := factories()["cases"]()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, server: server}
	of := allSchemas().Provider
	known, err := encode(t, of, settings).Unmarshal(of.ValueType())
	if err != nil {
		t.Fatal(err)
	}
	config, err := tftypes.Transform(known, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if at.Equal(tftypes.NewAttributePath().WithAttributeName(setting)) {
			return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
		}
		return v, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	done, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encodeValue(t, of, config)})
	p.collect(err, done.Diagnostics)
	return p
}

// frameworkServer is the provider without answers of its own.
func frameworkServer() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(provider.New("test")())()
}

// keepsSecrets checks that no diagnostic contains a secret.
func (p *process) keepsSecrets() {
	p.t.Helper()
	for _, hidden := range []string{secret, kibanatest.DefaultPassword, "ZWxhc3RpYzpjaGFuZ2VtZQ"} {
		if strings.Contains(fmt.Sprint(p.diagnostics), hidden) {
			p.t.Errorf("diagnostics contain %q: %q", hidden, p.diagnostics)
		}
	}
}
