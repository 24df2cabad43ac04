package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// newElasticsearch returns a client for elasticsearch_endpoint. It returns nil if the
// setting is invalid, unknown or not set.
func newElasticsearch(c *client.Client, s settings, diags *diag.Diagnostics) *client.Elasticsearch {
	endpoint := fromEnvironment(s.ElasticsearchEndpoint, "ELASTICSEARCH_ENDPOINT")
	if s.ElasticsearchEndpoint.IsUnknown() || s.ElasticsearchEndpoint.IsNull() && endpoint == "" {
		return nil
	}
	es, err := c.Elasticsearch(endpoint)
	if err != nil {
		diags.Append(configError(err))
		return nil
	}
	if es.SendsCredentialsInClear() {
		diags.AddAttributeWarning(path.Root("elasticsearch_endpoint"), "Credentials are sent unencrypted",
			"The endpoint of Elasticsearch uses plain HTTP: anybody between Terraform and Elasticsearch can read the credentials. Use https.")
	}
	return es
}

// requireElasticsearch reports whether requests can be sent to Elasticsearch, and adds an
// error if the result is false.
func (k *kibana) requireElasticsearch(diags *diag.Diagnostics) bool {
	switch {
	case !k.requireReachable(diags):
		return false
	case k.elasticsearch != nil:
		return true
	case k.elasticsearchUnknown:
		diags.AddError("The provider's elasticsearch_endpoint is not known",
			"This needs Elasticsearch, but the provider's elasticsearch_endpoint depends on a value that is not known yet. "+
				"Apply the resource that provides it first (terraform apply -target=...), or write the address into the configuration.")
	default:
		diags.AddError("The provider's elasticsearch_endpoint is not set",
			"This needs Elasticsearch, because Kibana does not list users. Set the provider's elasticsearch_endpoint, or ELASTICSEARCH_ENDPOINT in the environment, "+
				"to the address of the Elasticsearch behind this Kibana, such as \"https://es.example.com:9200\". The provider uses the same credentials there. They need the cluster privilege read_security.")
	}
	return false
}
