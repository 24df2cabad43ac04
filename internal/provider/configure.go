package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

func (p *casesProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var s settings
	resp.Diagnostics.Append(req.Config.Get(ctx, &s)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(s.check()...)
	}
}

// Configure sends no request. The first object that needs the server sends one.
func (p *casesProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var s settings
	resp.Diagnostics.Append(req.Config.Get(ctx, &s)...)
	if resp.Diagnostics.HasError() {
		return
	}
	k := &kibana{rewriteDeprecated: s.RewriteDeprecated.ValueBool(), owners: newOwners(p.waits)}
	if s.requestsKnown() {
		userAgent := fmt.Sprintf("terraform-provider-cases/%s Terraform/%s", p.version, req.TerraformVersion)
		k.client = p.newClient(s, userAgent, &resp.Diagnostics)
	}
	k.elasticsearchUnknown = s.ElasticsearchEndpoint.IsUnknown()
	if k.client != nil {
		k.elasticsearch = newElasticsearch(k.client, s, &resp.Diagnostics)
	}
	pinned, err := s.pinned()
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("kibana_version"), "Invalid kibana_version", err.Error())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	k.pinned = pinned
	p.kibana = k
	resp.ResourceData = k
	resp.DataSourceData = k
	resp.ListResourceData = k
}

// newClient returns a client, or nil if the settings are invalid.
func (p *casesProvider) newClient(s settings, userAgent string, diags *diag.Diagnostics) *client.Client {
	config, problems := s.clientConfig(userAgent)
	diags.Append(problems...)
	if problems.HasError() {
		return nil
	}
	config.OnAttempt = logAttempt
	config.RecheckAfter, config.TempDir = p.recheckAfter, p.tempDir
	c, err := client.New(config)
	if err != nil {
		diags.Append(configError(err))
		return nil
	}
	if config.SendsCredentialsInClear() {
		diags.AddAttributeWarning(path.Root("endpoint"), "Credentials are sent unencrypted",
			"The endpoint uses plain HTTP: anybody between Terraform and Kibana can read the credentials. Use https.")
	}
	return c
}

// logAttempt logs a request, but not its headers and body: they may contain secrets.
func logAttempt(ctx context.Context, a client.Attempt) {
	tflog.Debug(ctx, a.Server+" request", map[string]any{
		"method":      a.Method,
		"path":        a.Path,
		"status":      a.StatusCode,
		"duration_ms": a.Duration.Round(time.Millisecond).Milliseconds(),
	})
}

// configError returns the diagnostic for an error of [client.New], on the attribute
// that it concerns.
func configError(err error) diag.Diagnostic {
	var refused *client.ConfigError
	if !errors.As(err, &refused) {
		return diag.NewErrorDiagnostic("Invalid provider configuration", err.Error())
	}
	detail := "The provider's " + refused.Error() + "."
	switch refused.Field {
	case "endpoint":
		detail += " Set endpoint, or KIBANA_ENDPOINT in the environment, to the address of Kibana, such as \"https://kibana.example.com:5601\"."
	case "elasticsearch_endpoint":
		detail += " Set elasticsearch_endpoint, or ELASTICSEARCH_ENDPOINT in the environment, to the address of Elasticsearch, such as \"https://es.example.com:9200\", or remove it if no object needs it."
	case "credentials":
		detail += " Set exactly one of api_key, username with password, and bearer_token, or one of KIBANA_API_KEY, KIBANA_USERNAME with KIBANA_PASSWORD, and KIBANA_BEARER_TOKEN in the environment."
		return diag.NewErrorDiagnostic("Invalid provider configuration", detail)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(refused.Field), "Invalid provider configuration", detail)
}
