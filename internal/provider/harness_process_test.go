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
	t      testing.TB
	server tfprotov6.ProviderServer
	said   []string // its diagnostics, with severity and attribute path
}

// start configures a provider.
func start(t testing.TB, settings object) *process {
	t.Helper()
	return startOn(t, provider.NewImpatientServer()(), settings)
}

// startOn is start with a server of the caller's.
func startOn(t testing.TB, server tfprotov6.ProviderServer, settings object) *process {
	t.Helper()
	if settings == nil {
		settings = object{}
	}
	p := &process{t: t, server: server}
	valid, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: encode(t, allSchemas().Provider, settings)})
	if p.heard(err, valid.Diagnostics) {
		return p
	}
	done, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(t, allSchemas().Provider, settings), TerraformVersion: "1.11.4"})
	p.heard(err, done.Diagnostics)
	return p
}

// Objects that meet on one role are planned and applied in any order. The helpers
// here force one: a process stands for one command of Terraform, and plans each
// object once.

// beside is another object's view of the same process: what the provider says of
// that object is kept apart.
func (p *process) beside() *process { return &process{t: p.t, server: p.server} }

// heard notes diagnostics, and reports whether there is an error among them.
func (p *process) heard(err error, diagnostics []*tfprotov6.Diagnostic) (failed bool) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, d := range diagnostics {
		at := ""
		if d.Attribute != nil {
			at = d.Attribute.String()
		}
		p.said = append(p.said, fmt.Sprintf("%s %s: %s: %s", d.Severity, at, d.Summary, d.Detail))
		failed = failed || d.Severity == tfprotov6.DiagnosticSeverityError
	}
	return failed
}

// wants checks that the provider said one thing, with all of the given texts in
// it; without texts, that it said nothing.
func (p *process) wants(texts ...string) {
	p.t.Helper()
	if len(p.said) != min(1, len(texts)) {
		p.t.Errorf("the provider said %q, want %q", p.said, texts)
		return
	}
	for _, text := range texts {
		if !strings.Contains(p.said[0], text) {
			p.t.Errorf("the provider said %q, want %q", p.said[0], text)
		}
	}
}

// expects checks that the provider said these things with one severity, in
// whatever order, and nothing else with it.
func (p *process) expects(severity tfprotov6.DiagnosticSeverity, says ...string) {
	p.t.Helper()
	said := slices.DeleteFunc(slices.Clone(p.said), func(line string) bool { return !strings.HasPrefix(line, severity.String()) })
	same := len(said) == len(says)
	for _, text := range says {
		same = same && slices.ContainsFunc(said, func(line string) bool { return strings.Contains(line, text) })
	}
	if !same {
		p.t.Errorf("%s: the provider said %q, want %q", severity, said, says)
	}
}

// failed reports whether the provider has said that something went wrong.
func (p *process) failed() bool {
	return slices.ContainsFunc(p.said, func(text string) bool { return strings.HasPrefix(text, tfprotov6.DiagnosticSeverityError.String()) })
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
	server, err := factories()["cases"]()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, server: server}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	of, _ := schemas.Provider.ValueType().(tftypes.Object)
	settings := map[string]tftypes.Value{}
	for name, is := range of.AttributeTypes {
		settings[name] = tftypes.NewValue(is, nil)
	}
	settings["endpoint"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	config, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, settings))
	if err != nil {
		t.Fatal(err)
	}
	done, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
	p.heard(err, done.Diagnostics)
	return p
}

// frameworkServer is the provider without answers of its own.
func frameworkServer() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(provider.New("test")())()
}

// keepsSecrets checks that what the provider said gives no secret away.
func (p *process) keepsSecrets() {
	p.t.Helper()
	for _, hidden := range []string{secret, kibanatest.DefaultPassword, "ZWxhc3RpYzpjaGFuZ2VtZQ"} {
		if strings.Contains(fmt.Sprint(p.said), hidden) {
			p.t.Errorf("the provider gave %q away: %q", hidden, p.said)
		}
	}
}
