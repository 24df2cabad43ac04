// Package provider implements the Terraform provider: its schemas, plans and
// diagnostics. The package cases converts between configurations and Kibana's
// privileges, and the package client sends the requests.
package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ provider.ProviderWithFunctions      = (*casesProvider)(nil)
	_ provider.ProviderWithListResources  = (*casesProvider)(nil)
	_ provider.ProviderWithValidateConfig = (*casesProvider)(nil)
)

// casesProvider is the provider cases.
type casesProvider struct {
	version string
	// Only tests change these fields. startupTime is the constant of the same name by
	// default; recheckAfter and tempDir are fields of [client.Config].
	startupTime  time.Duration
	recheckAfter time.Duration
	tempDir      string

	kibana *kibana // nil until Configure succeeds
}

// New returns a constructor of the provider. The User-Agent of every request
// includes the version.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &casesProvider{version: version, startupTime: startupTime} }
}

func (p *casesProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "cases"
	resp.Version = p.version
}

func (p *casesProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages who may do what with Kibana Cases: access levels in place of feature ids, the effect of a change in its plan, " +
			"and refusal of what cannot work before anything is written.\n\n" +
			"Every setting but `headers`, `max_retries`, `request_timeout` and `rewrite_deprecated` can come from the environment instead; the configuration takes precedence.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Base URL of Kibana, such as `https://kibana.example.com:5601`. Needed here or in the environment. A path (`server.basePath`) is kept. Credentials, a query and a fragment in it are refused. " +
					"Environment: `KIBANA_ENDPOINT`.",
			},
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "API key in its encoded form. Exactly one of `api_key`, `username` with `password`, and `bearer_token` is needed. Environment: `KIBANA_API_KEY`.",
			},
			"username": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "User name for Basic authentication; needs `password`. Environment: `KIBANA_USERNAME`.",
			},
			"password": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Password for Basic authentication; needs `username`. Environment: `KIBANA_PASSWORD`.",
			},
			"bearer_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Token for Bearer authentication, in place of an API key or a user. Environment: `KIBANA_BEARER_TOKEN`.",
			},
			"ca_certs": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Certificate authorities to trust besides the system's, each a file path or PEM. Default: none. Environment: `KIBANA_CA_CERTS`, separated by commas.",
			},
			"client_cert": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Client certificate for TLS, a file path or PEM; needs `client_key`. Default: none. Environment: `KIBANA_CLIENT_CERT`.",
			},
			"client_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Private key of `client_cert`, a file path or PEM, which it needs. Default: none. Environment: `KIBANA_CLIENT_KEY`.",
			},
			"insecure": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Accept any server certificate. Never in production: whoever sits in between reads the credentials. Default: `false`. Environment: `KIBANA_INSECURE`.",
			},
			"headers": schema.MapAttribute{
				Optional: true, Sensitive: true, ElementType: types.StringType,
				MarkdownDescription: "Further headers for every request, for a proxy in front of Kibana. Default: none.",
			},
			"max_retries": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "How often a request is repeated after status 429, 502, 503 or 504 or a broken connection; 1000 at most, and `0` never repeats. Default: `4`.",
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "How long one attempt of a request may take, a duration with its unit such as `\"45s\"` or `\"2m\"`, 10 ms or more. Default: `\"30s\"`.",
			},
			"kibana_version": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Release of Kibana, such as `\"9.2.0\"`, 8.11 or newer, or `\"serverless\"`: plans follow the built-in catalogue of privileges without asking the server. " +
					"An apply is refused where the server would store something else than planned, and warns where the same privileges let people do something else. " +
					"Data sources and lists judge by the server all the same, and warn if it is another release. Default: the server is asked, once. Environment: `KIBANA_VERSION`.",
			},
			"elasticsearch_endpoint": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Base URL of the Elasticsearch behind this Kibana, such as `https://es.example.com:9200`. Only what reads people needs it; nothing else sends it a request. " +
					"It gets the same credentials and `headers` as Kibana, and the same TLS settings, retries and time-outs hold. A path is kept. Credentials, a query and a fragment in it are refused. " +
					"Default: none. Environment: `ELASTICSEARCH_ENDPOINT`.",
			},
			"rewrite_deprecated": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Plan an update for roles that still hold deprecated feature ids, which changes no capability. Default: `false`: such roles are left alone, with a warning, " +
					"until something else changes.",
			},
		},
	}
}

func (p *casesProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newRoleResource, newFeaturePrivilegeResource}
}

func (p *casesProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newRoleDataSource, newRolesDataSource, newAccessDataSource, newFeatureCatalogDataSource, newSpacesDataSource, newUsersDataSource}
}

func (p *casesProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newFeaturePrivilegesFunction, newCapabilitiesFunction, newApplicationPrivilegesFunction, newAccessOfFunction}
}

func (p *casesProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newRoleList, newFeaturePrivilegeList}
}
