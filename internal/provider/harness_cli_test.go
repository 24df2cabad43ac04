package provider_test

import (
	"context"
	"encoding/json"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/provider"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// cli runs Terraform.
type cli struct {
	kibana *kibanatest.Server // the provider's, unless a configuration names another; nil if there is none
	built  bool               // the provider runs as it is built for release, and not in this process
}

func newCLI(t *testing.T, kibana *kibanatest.Server) cli {
	t.Helper()
	needsCLI(t)
	return cli{kibana: kibana}
}

// newBuiltCLI is for what depends on the process of the provider.
func newBuiltCLI(t *testing.T) cli {
	t.Helper()
	needsCLI(t)
	return cli{built: true}
}

// needsCLI skips a test that runs the Terraform CLI, in short mode.
func needsCLI(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the Terraform CLI")
	}
}

// command is the CLI, to be run in a folder. Settings for Terraform and Kibana in the environment of the tests do not
// reach it.
func (c cli) command(t *testing.T, folder string, arguments ...string) *exec.Cmd {
	t.Helper()
	var variable string
	if c.built || arguments[0] == "test" { // each run of a test configures a provider of its own
		variable = terraformtest.Built(t)
	} else {
		variable = terraformtest.Serve(t, c.server, "registry.terraform.io/kibana-cases/cases", "registry.opentofu.org/kibana-cases/cases",
			movedProvider, "registry.opentofu.org/elastic/elasticstack") // of these, Terraform only wants the schema: any will do
	}
	cmd := terraformtest.Command(t, folder, variable, arguments...)
	cmd.Env = append(cmd.Env, "TF_IN_AUTOMATION=1", "TF_INPUT=false", "TF_CLI_ARGS=-no-color")
	for _, s := range c.settings() {
		cmd.Env = append(cmd.Env, s.variable+"="+s.value)
	}
	return cmd
}

// setting is a setting of the provider, by attribute and by environment variable.
type setting struct{ attribute, variable, value string }

func (c cli) settings() []setting {
	if c.kibana == nil {
		return nil
	}
	return []setting{
		{"endpoint", "KIBANA_ENDPOINT", c.kibana.URL()},
		{"username", "KIBANA_USERNAME", kibanatest.DefaultUser},
		{"password", "KIBANA_PASSWORD", kibanatest.DefaultPassword},
		{"elasticsearch_endpoint", "ELASTICSEARCH_ENDPOINT", c.kibana.ElasticsearchURL()},
	}
}

// server is the provider in this process.
func (c cli) server() tfprotov6.ProviderServer {
	s, _ := provider.NewServer("test")().(providerServer)
	return withSettings{s, c.settings()}
}

// withSettings is a provider in this process, which does not have the environment of the command. It has the settings
// instead, where the configuration sets nothing.
type withSettings struct {
	providerServer

	settings []setting
}

type providerServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

func (s withSettings) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	of := allSchemas().Provider.ValueType()
	config, err := req.Config.Unmarshal(of)
	if err != nil {
		return nil, err
	}
	config, err = tftypes.Transform(config, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		for _, setting := range s.settings {
			if v.IsNull() && at.Equal(tftypes.NewAttributePath().WithAttributeName(setting.attribute)) {
				return tftypes.NewValue(tftypes.String, setting.value), nil
			}
		}
		return v, nil
	})
	if err != nil {
		return nil, err
	}
	encoded, err := tfprotov6.NewDynamicValue(of, config)
	if err != nil {
		return nil, err
	}
	return s.providerServer.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: req.TerraformVersion, Config: &encoded, ClientCapabilities: req.ClientCapabilities,
	})
}

// validate returns the diagnostics of `terraform validate` by resource.
func (c cli) validate(t *testing.T, config string) map[string][]diagnostic {
	t.Helper()
	var result struct {
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	output := c.run(t, config, "validate", "-json")
	if err := json.Unmarshal([]byte(output), &result); err != nil {
		t.Fatalf("%s: %s", err, output)
	}
	return byRole(t, result.Diagnostics)
}

// plan returns the diagnostics of `terraform plan` by resource.
func (c cli) plan(t *testing.T, config string) map[string][]diagnostic {
	t.Helper()
	var all []diagnostic
	for line := range strings.Lines(c.run(t, config, "plan", "-json")) {
		var event struct {
			Diagnostic *diagnostic `json:"diagnostic"`
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatalf("%s: %s", err, line)
		}
		if event.Diagnostic != nil {
			all = append(all, *event.Diagnostic)
		}
	}
	return byRole(t, all)
}

// run runs a command on a configuration in a folder of its own, and returns its output. Refusals make it fail.
func (c cli) run(t *testing.T, config string, command ...string) string {
	t.Helper()
	e := example{c, t.TempDir()}
	e.write(t, "main.tf", withRequirements+config)
	output, _ := e.terraform(t, command...)
	return output
}

// misplacesImports reports whether this Terraform looks for the provider of an import block without a resource in the
// wrong namespace (hashicorp/terraform#39144), unless the block names the provider.
func misplacesImports(t *testing.T) bool {
	t.Helper()
	const none = "0" // no OpenTofu is older
	return !terraformtest.OlderThan(t, "1.16.0", none) && terraformtest.OlderThan(t, "1.16.3", none)
}

// on returns the CLI for a Kibana of its own.
func (c cli) on(t *testing.T, p kibanatest.Profile) cli {
	t.Helper()
	return c.at(kibanatest.Start(t, p, kibanatest.WithSpaces("soc")))
}

// at returns the CLI for a Kibana.
func (c cli) at(kibana *kibanatest.Server) cli {
	c.kibana = kibana
	return c
}

// diagnostic is what Terraform says in its JSON outputs.
type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Range    struct {
		Filename string `json:"filename"`
	} `json:"range"`
	Snippet struct {
		Context string `json:"context"` // resource "type" "name"
		Code    string `json:"code"`
	} `json:"snippet"`
}

// pointsAt reports whether people can see what a diagnostic is about. Terraform
// shows the line of an attribute of the resource or of a block, but only the
// resource's first line for what is inside an attribute: there, the message has
// to name the place.
func (d diagnostic) pointsAt(path string) bool {
	if strings.HasPrefix(path, "spaces[") {
		return strings.Contains(d.Detail, path)
	}
	last := path[strings.LastIndex(path, ".")+1:]
	return strings.HasPrefix(strings.TrimSpace(d.Snippet.Code), last)
}

var resourceName = regexp.MustCompile(`^resource "cases_role" "(.+)"$`)

// byRole sorts diagnostics by the name of the resource they are about.
func byRole(t *testing.T, all []diagnostic) map[string][]diagnostic {
	t.Helper()
	sorted := map[string][]diagnostic{}
	for _, d := range all {
		switch name := resourceName.FindStringSubmatch(d.Snippet.Context); {
		case name != nil:
			sorted[name[1]] = append(sorted[name[1]], d)
		default:
			t.Errorf("%s about no role: %s: %s", d.Severity, d.Summary, d.Detail)
		}
	}
	return sorted
}

func configs(rows map[string]refusal) map[string]string {
	byName := map[string]string{}
	for name, row := range rows {
		byName[name] = row.config
	}
	return byName
}
