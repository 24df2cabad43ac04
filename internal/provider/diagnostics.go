package provider

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/client"
)

// payloadAdvice explains the limits of the size of a role, and what to do about them.
var payloadAdvice = fmt.Sprintf("Kibana refuses requests of more than %d bytes, unless server.maxPayload in kibana.yml says otherwise, and a proxy in front of it may refuse smaller ones. "+
	"Split the role into several, which add up for whoever holds them, or raise the limit.", client.MaxPayload)

// failure returns the diagnostic for an error of a request: the operation that failed, the
// cause, and what to do. Doing names the operation, such as "Reading role".
func failure(doing string, err error) diag.Diagnostic {
	if neverSent(err) {
		return diag.NewErrorDiagnostic(doing+" failed", advice(err))
	}
	return diag.NewErrorDiagnostic(doing+" failed", advice(err)+"\n\n"+requestDetail(err))
}

// requestDetail returns the whole error, which can be found again in logs.
func requestDetail(err error) string { return "The request was: " + err.Error() }

// neverSent reports whether a caller was interrupted before it sent a request. An
// interrupted request has another error, and may have taken effect.
func neverSent(err error) bool {
	_, requested := errors.AsType[*client.TransportError](err)
	_, lost := errors.AsType[*client.LostAnswerError](err)
	_, written := errors.AsType[*client.UnverifiedError](err)
	return errors.Is(err, context.Canceled) && !requested && !lost && !written
}

// advice explains an error, and what to do about it. It tests for a lost answer before most
// other errors, because a lost answer wraps its cause.
func advice(err error) string {
	var (
		unsupported *cases.UnsupportedVersionError
		lost        *client.LostAnswerError
		overwritten *client.OverwrittenError
		tooLarge    *client.TooLargeError
		refused     *client.APIError
		transport   *client.TransportError
		redirect    *client.RedirectError
		response    *client.ResponseError
	)
	switch {
	case errors.As(err, &unsupported):
		return "This Kibana is too old for the provider. Upgrade it to 8.11 or newer."
	case errors.As(err, &lost):
		return "It is not known whether the change took effect: Kibana's answer was lost, and the role could not be read to find out. " + advice(lost.ReadErr) +
			" Then run terraform plan: it shows what is left to do. A role that was to be created, and is there by then, has to be imported."
	case neverSent(err):
		return "Terraform was interrupted. Nothing was written for this object. Run terraform plan again."
	case errors.As(err, &overwritten):
		return "Somebody else keeps writing the role at the same time, each time without this change. Find out who manages the whole role (a cases_role, another tool, a script), and let only one of the two own these features."
	case client.IsUnauthorized(err):
		return "Kibana did not accept the credentials. Check the provider's api_key, username and password, or bearer_token (or the KIBANA_ variables of the environment), and that they belong to this Kibana."
	case client.IsForbidden(err):
		return "The credentials are valid but not allowed to do this. Managing roles needs the cluster privilege manage_security in Elasticsearch; reading them needs read_security."
	case client.IsUnavailable(err):
		return "Kibana is not available at the moment. Try again later, or raise max_retries."
	case errors.As(err, &tooLarge):
		return fmt.Sprintf("The role takes %d bytes, which the server did not take. %s", tooLarge.Size, payloadAdvice)
	case client.IsInvalid(err):
		return "Kibana refused what was sent; its reason follows."
	case client.IsNotFound(err), client.IsUnrouted(err):
		return "Kibana does not know what was asked for. Check the provider's endpoint, including its path; in a serverless project, that custom roles are available there."
	case errors.As(err, &refused):
		return "Kibana failed to process the request. Its log says more."
	case errors.As(err, &transport):
		return transportAdvice(transport.Kind)
	case errors.As(err, &redirect):
		return redirectAdvice(redirect.To)
	case errors.As(err, &response):
		return "Something answered that is not Kibana's API: a login page or a proxy, perhaps. Check the provider's endpoint, including its path, and open it with /api/status behind it."
	}
	return "The request could not be carried out."
}

// redirectAdvice explains a redirect of a request.
func redirectAdvice(to string) string {
	if strings.HasSuffix(to, "/login") {
		return "A login page asks for credentials in place of Kibana's API. If a proxy in front of Kibana wants to see them, put them into the provider's headers; otherwise check the endpoint's path."
	}
	return fmt.Sprintf("Kibana's address redirects to %s, which is not followed so that credentials go nowhere else. Write the address that Kibana itself answers on as the provider's endpoint.", to)
}

// transportAdvice explains an error below HTTP.
func transportAdvice(kind client.Kind) string {
	switch kind {
	case client.KindUnreachable, client.KindDNS:
		return "Kibana cannot be reached. Check the host and port of the provider's endpoint, and that this machine may connect to it."
	case client.KindProxy:
		return "The proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) failed. Check its address, or exempt Kibana's host from it."
	case client.KindTLSUnknownAuthority:
		return "Kibana's certificate is signed by an authority that this machine does not trust. Add the authority's certificate to the provider's ca_certs."
	case client.KindTLSHostname:
		return "Kibana's certificate is for another host. Write a host name that the certificate has as the provider's endpoint."
	case client.KindTLSNotSpoken:
		return "The server does not speak TLS on this port. Check the port, or write http:// in the provider's endpoint."
	case client.KindTLS:
		return "The TLS connection failed: the certificate may have expired, or Kibana may want a client certificate (client_cert and client_key)."
	case client.KindTimeout:
		return "Kibana did not answer in time. Raise request_timeout, or look at the load of Kibana and Elasticsearch."
	case client.KindCancelled:
		return "Terraform was interrupted before Kibana answered. The next terraform plan shows what is left to do."
	case client.KindReset, client.KindOther:
	}
	return "The connection to Kibana broke. Try again; if it persists, look at proxies between here and Kibana, and whether the endpoint should begin with https://."
}

// findings returns the diagnostics for findings of rules.
func findings(found []cases.Finding) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, f := range found {
		at, detail := attributePath(f.Path), detailWithPath(f)
		if f.Warning {
			diags.AddAttributeWarning(at, f.Summary, detail)
		} else {
			diags.AddAttributeError(at, f.Summary, detail)
		}
	}
	return diags
}

// detailWithPath returns the detail of a finding. It repeats the path of a nested
// attribute, because Terraform shows at best the line of the whole block or argument.
func detailWithPath(f cases.Finding) string {
	if len(f.Path) > 1 {
		return fmt.Sprintf("In %s: %s", attributePath(f.Path), f.Detail)
	}
	return f.Detail
}

// attributePath returns a path of the plugin framework.
func attributePath(steps cases.Path) path.Path {
	p := path.Empty()
	for _, step := range steps {
		switch step := step.(type) {
		case cases.Attribute:
			p = p.AtName(string(step))
		case cases.Key:
			p = p.AtMapKey(string(step))
		case cases.Index:
			p = p.AtListIndex(int(step))
		}
	}
	return p
}

// joined lists strings in a sentence.
func joined[T ~string](texts []T) string {
	plain := make([]string, 0, len(texts))
	for _, text := range texts {
		plain = append(plain, string(text))
	}
	return strings.Join(plain, ", ")
}

// hclString quotes a string for a configuration. In HCL "${" and "%{" begin a template and
// must be escaped, too.
func hclString(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(text))
}
