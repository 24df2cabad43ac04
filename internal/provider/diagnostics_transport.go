package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// serverName is how diagnostics name a server and its setting.
type serverName struct{ name, setting string }

var (
	kibanaServer        = serverName{"Kibana", "endpoint"}
	elasticsearchServer = serverName{"Elasticsearch", "elasticsearch_endpoint"}
)

// elasticsearchAdvice explains an error of a request to Elasticsearch, and what to do
// about it.
func elasticsearchAdvice(err error) string {
	var (
		refused   *client.APIError
		transport *client.TransportError
		redirect  *client.RedirectError
		response  *client.ResponseError
	)
	switch {
	case client.IsUnauthorized(err):
		return "Elasticsearch did not accept the credentials, which are the same as for Kibana. Check that the provider's elasticsearch_endpoint is the Elasticsearch behind this Kibana."
	case client.IsUnlicensed(err):
		return "The licence of Elasticsearch does not include this. Searches for user profiles need a standard licence or better."
	case client.IsForbidden(err):
		return "The credentials are valid but not allowed to do this. Reading users, role mappings and user profiles needs the cluster privilege read_security in Elasticsearch. " +
			"An API key needs it in its own privileges, and its owner needs it, too."
	case client.IsNotOnServerless(err):
		return "Serverless projects do not allow this. Look up people in the settings of your organization at Elastic."
	case client.IsSwitchedOff(err):
		return "This is switched off in the settings of Elasticsearch."
	case client.IsUnavailable(err):
		return "Elasticsearch is not available at the moment. Try again later, or raise max_retries."
	case errors.As(err, &refused):
		return "Elasticsearch refused the request; its reason follows. Check the provider's elasticsearch_endpoint, including its path, and that security is on in Elasticsearch."
	case errors.As(err, &transport):
		return elasticsearchServer.transportAdvice(transport.Kind)
	case errors.As(err, &redirect):
		return elasticsearchServer.redirectAdvice(redirect.To)
	case errors.As(err, &response):
		return "The answer did not come from Elasticsearch's API, but perhaps from Kibana, a login page or a proxy. Check the provider's elasticsearch_endpoint, including its path."
	}
	return "The request to Elasticsearch could not be carried out."
}

// redirectAdvice explains a redirect of a request.
func (s serverName) redirectAdvice(to string) string {
	if strings.HasSuffix(to, "/login") {
		return fmt.Sprintf("A login page answered instead of %[1]s's API. If a proxy in front of %[1]s needs credentials, set them in the provider's headers. Otherwise check the path of %[2]s.", s.name, s.setting)
	}
	return fmt.Sprintf("%[1]s's address redirects to %[2]s. The provider does not follow redirects, to keep the credentials from other hosts. Set the provider's %[3]s to the address at which %[1]s itself answers.", s.name, to, s.setting)
}

// transportAdvice explains an error below HTTP.
func (s serverName) transportAdvice(kind client.Kind) string {
	switch kind {
	case client.KindUnreachable, client.KindDNS:
		return fmt.Sprintf("%s cannot be reached. Check the host and port of the provider's %s, and that this machine may connect to it.", s.name, s.setting)
	case client.KindProxy:
		return fmt.Sprintf("The proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) failed. Check its address, or exempt %s's host from it.", s.name)
	case client.KindTLSUnknownAuthority:
		return fmt.Sprintf("%s's certificate is signed by an authority that this machine does not trust. Add the authority's certificate to the provider's ca_certs.", s.name)
	case client.KindTLSHostname:
		return fmt.Sprintf("%s's certificate is for another host. Set the provider's %s to a host name that is in the certificate.", s.name, s.setting)
	case client.KindTLSNotSpoken:
		return fmt.Sprintf("The server does not speak TLS on this port. Check the port, or write http:// in the provider's %s.", s.setting)
	case client.KindTLS:
		return fmt.Sprintf("The TLS connection failed: the certificate may have expired, or %s may want a client certificate (client_cert and client_key).", s.name)
	case client.KindTimeout:
		return fmt.Sprintf("%s did not answer in time. Raise request_timeout, or look at the load of Kibana and Elasticsearch.", s.name)
	case client.KindCancelled:
		return fmt.Sprintf("Terraform was interrupted before %s answered. The next terraform plan shows what is left to do.", s.name)
	case client.KindReset, client.KindOther:
	}
	return fmt.Sprintf("The connection to %s broke. Try again; if it persists, look at proxies between here and %[1]s, and whether %s should begin with https://.", s.name, s.setting)
}
