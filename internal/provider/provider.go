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
	// Only tests change these fields. recheckAfter and tempDir are fields of
	// [client.Config].
	waits        planWaits
	recheckAfter time.Duration
	tempDir      string

	kibana *kibana // nil until Configure succeeds
}

// New returns a constructor of the provider. The User-Agent of every request
// includes the version.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &casesProvider{version: version, waits: defaultPlanWaits} }
}

func (p *casesProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "cases"
	resp.Version = p.version
}

func (p *casesProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages who may do what with Kibana Cases. You configure access levels instead of feature ids. The plan shows what a change lets people do, " +
			"and configurations that cannot work are refused before anything is written.\n\n" +
			"All settings except `headers`, `max_retries`, `request_timeout` and `rewrite_deprecated` can also come from environment variables. The configuration takes precedence.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Base URL of Kibana, such as `https://kibana.example.com:5601`. Required, here or in the environment. A path (`server.basePath`) is kept. A URL with credentials, a query or a fragment is refused. " +
					"Environment: `KIBANA_ENDPOINT`.",
			},
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "API key in its encoded form. Set exactly one of `api_key`, `username` with `password`, and `bearer_token`. Environment: `KIBANA_API_KEY`.",
			},
			"username": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "User name for Basic authentication. Needs `password`. Environment: `KIBANA_USERNAME`.",
			},
			"password": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Password for Basic authentication. Needs `username`. Environment: `KIBANA_PASSWORD`.",
			},
			"bearer_token": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Token for Bearer authentication, instead of an API key or a user. Environment: `KIBANA_BEARER_TOKEN`.",
			},
			"ca_certs": schema.ListAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Certificate authorities to trust in addition to the system's. Each element is a file path or PEM. Default: none. Environment: `KIBANA_CA_CERTS`, separated by commas.",
			},
			"client_cert": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Client certificate for TLS: a file path or PEM. Needs `client_key`. Default: none. Environment: `KIBANA_CLIENT_CERT`.",
			},
			"client_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "Private key of `client_cert`: a file path or PEM. Needs `client_cert`. Default: none. Environment: `KIBANA_CLIENT_KEY`.",
			},
			"insecure": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Accept any server certificate. Do not use it in production: anybody between Terraform and the server can then read the credentials. Default: `false`. Environment: `KIBANA_INSECURE`.",
			},
			"headers": schema.MapAttribute{
				Optional: true, Sensitive: true, ElementType: types.StringType,
				MarkdownDescription: "Additional headers for every request, for example for a proxy in front of Kibana. Default: none.",
			},
			"max_retries": schema.NumberAttribute{
				Optional:            true,
				MarkdownDescription: "How often a request is repeated after status 429, 502, 503 or 504, or after a broken connection. A whole number, at most 1000; `0` turns repetition off. Default: `4`.",
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "How long one attempt of a request may take: a duration with its unit, such as `\"45s\"` or `\"2m\"`, of at least 10 ms. Default: `\"30s\"`.",
			},
			"kibana_version": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Kibana release to plan for, such as `\"9.2.0\"` (8.11 or newer), or `\"serverless\"`. Plans then follow the provider's built-in catalogue of privileges, and do not ask the server. " +
					"An apply is refused if it would store other privileges than planned. It warns if the planned privileges let people do something else on this Kibana. " +
					"Data sources and lists always follow the server, and warn if its release differs. Default: the provider asks the server, once. Environment: `KIBANA_VERSION`.",
			},
			"elasticsearch_endpoint": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Base URL of the Elasticsearch behind this Kibana, such as `https://es.example.com:9200`. Only the data source `cases_users` needs it; no other object sends requests to it. " +
					"Requests use the same credentials, `headers`, TLS settings, retries and time-outs as those to Kibana. A path is kept. A URL with credentials, a query or a fragment is refused. " +
					"Default: none. Environment: `ELASTICSEARCH_ENDPOINT`.",
			},
			"rewrite_deprecated": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Plan an update for roles that still store deprecated feature ids. The update changes no capability. Default: `false`: such a role keeps its ids, with a warning, " +
					"until another change writes it.",
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
