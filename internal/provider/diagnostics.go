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
var payloadAdvice = fmt.Sprintf("By default, Kibana refuses requests of more than %d bytes (server.maxPayload in kibana.yml). A proxy in front of Kibana may refuse smaller ones. "+
	"Split the role into several roles, whose privileges add up, or raise the limit.", client.MaxPayload)

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
		people      *client.ElasticsearchError
		unsupported *cases.UnsupportedVersionError
		lost        *client.LostAnswerError
		overwritten *client.OverwrittenError
		tooLarge    *client.TooLargeError
		refused     *client.APIError
		transport   *client.TransportError
		redirect    *client.RedirectError
		response    *client.ResponseError
		hidden      *client.HiddenVersionError
		undecodable *client.UndecodableError
	)
	switch {
	case errors.As(err, &people):
		return elasticsearchAdvice(people.Err)
	case errors.As(err, &unsupported):
		return "This Kibana is too old for the provider. Upgrade it to 8.11 or newer."
	case errors.As(err, &lost):
		return "It is not known whether the change took effect: Kibana's answer was lost, and the role could not be read to find out. " + advice(lost.ReadErr) +
			" Then run terraform plan: it shows what is left to do. If a new role exists by then, import it."
	case neverSent(err):
		return "Terraform was interrupted. Nothing was written for this object. Run terraform plan again."
	case errors.As(err, &overwritten):
		return "Somebody else repeatedly writes the role at the same time, without this change. Find out who manages the whole role (a cases_role, another tool, a script), and let only one of the two own these features."
	case errors.As(err, &undecodable):
		return "Somebody has written the role with Elasticsearch's API at the same time, in a form that Kibana cannot decode."
	case client.IsUnauthorized(err):
		return "Kibana did not accept the credentials. Check the provider's api_key, username and password, or bearer_token (or the KIBANA_ variables of the environment), and that they belong to this Kibana."
	case errors.As(err, &hidden):
		return "The credentials are valid, but Kibana did not say its version. From 9.5 on, and in serverless projects, it says that only to callers with the cluster privilege monitor in Elasticsearch. " +
			"Add monitor to the role or API key that the provider uses."
	case client.IsForbidden(err):
		return "The credentials are valid but not allowed to do this, or the licence does not include it; the reason follows. Managing roles needs the cluster privilege manage_security in Elasticsearch; reading them needs read_security. " +
			"Roles with document or field level security (query, field_security) need a platinum licence."
	case client.IsUnavailable(err):
		return "Kibana is not available at the moment. Try again later, or raise max_retries."
	case errors.As(err, &tooLarge):
		return fmt.Sprintf("The role takes %d bytes, and the server refused it as too large. %s", tooLarge.Size, payloadAdvice)
	case client.IsInvalid(err):
		return "Kibana refused the request; its reason follows."
	case client.IsNotFound(err), client.IsUnrouted(err):
		return "Kibana did not find what was requested. Check the provider's endpoint, including its path. In a serverless project, check that custom roles are available."
	case errors.As(err, &refused):
		return "Kibana failed to process the request. Its log says more."
	case errors.As(err, &transport):
		return kibanaServer.transportAdvice(transport.Kind)
	case errors.As(err, &redirect):
		return kibanaServer.redirectAdvice(redirect.To)
	case errors.As(err, &response):
		return "The answer did not come from Kibana's API, but perhaps from a login page or a proxy. Check the provider's endpoint, including its path: open it in a browser, with /api/status at the end."
	}
	return "The request could not be carried out."
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
