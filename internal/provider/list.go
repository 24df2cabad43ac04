package provider

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// kibanaLister holds the Kibana that a list resource reads. All list resources embed it.
type kibanaLister struct{ kibana *kibana }

// listed is an instance of a resource, or the reason why an instance is left out.
type listed struct {
	name            string // for display
	identity, state any
	leftOut         string // the reason; "" for an instance
}

func (l *kibanaLister) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	l.kibana, _ = req.ProviderData.(*kibana)
}

// facts returns the facts about Kibana, or an error if they cannot be requested.
func (l *kibanaLister) facts(ctx context.Context) (facts, diag.Diagnostics) {
	if !l.kibana.reachable() {
		return facts{}, diag.Diagnostics{diag.NewErrorDiagnostic("Kibana is not known",
			"The provider's configuration has unknown values, so nothing can be listed. For terraform query, write the values into the configuration, or set environment variables.")}
	}
	return l.kibana.factsForReading(ctx)
}

// roles reads all roles with one request. It returns those that are wanted, sorted by
// name: Terraform numbers the blocks that it generates.
func (l *kibanaLister) roles(ctx context.Context, wanted func(roles.Role) bool) ([]roles.Role, diag.Diagnostics) {
	all, err := client.Roles(ctx, l.kibana.client, func(role roles.Role) (roles.Role, bool) { return role, wanted(role) })
	if err != nil {
		return nil, diag.Diagnostics{failure("Listing roles", err)}
	}
	slices.SortFunc(all, func(a, b roles.Role) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// listRoles lists the instances of a resource. M is the configuration of the list. Read
// reads the roles that have instances. Each passes the instances in one role to yield, and
// returns false if Terraform wants no more.
func listRoles[M any](
	ctx context.Context, l *kibanaLister, req list.ListRequest, resp *list.ListResultsStream,
	read func(config M, known facts) ([]roles.Role, diag.Diagnostics), each func(config M, known facts, role roles.Role, yield func(listed) bool) bool,
) {
	var config M
	diags := req.Config.Get(ctx, &config)
	known, problems := l.facts(ctx)
	diags.Append(problems...)
	var all []roles.Role
	if !diags.HasError() {
		all, problems = read(config, known)
		diags.Append(problems...)
	}
	if diags.HasError() {
		resp.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	resp.Results = stream(ctx, req, diags, func(yield func(listed) bool) {
		for _, role := range all {
			if !each(config, known, role, yield) {
				return
			}
		}
	})
}

// importProblem explains why an import of an instance would fail. It returns "" if it would
// not. Subject names the instance.
func importProblem(subject string, problems diag.Diagnostics) string {
	reasons := make([]string, 0, len(problems))
	for _, problem := range problems.Errors() {
		reasons = append(reasons, problem.Detail())
	}
	if len(reasons) == 0 {
		return ""
	}
	return subject + ": " + strings.Join(reasons, " ")
}

// stream returns at most as many results as Terraform has requested, and warnings with the
// last of them. One warning names everything that is left out: of several warnings with the
// same summary Terraform shows only the first.
func stream(ctx context.Context, req list.ListRequest, warnings diag.Diagnostics, all iter.Seq[listed]) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var leftOut []string
		count := int64(0)
		for found := range all {
			if found.leftOut != "" {
				leftOut = append(leftOut, found.leftOut)
				continue
			}
			result := req.NewListResult(ctx)
			result.DisplayName = found.name
			result.Diagnostics.Append(result.Identity.Set(ctx, found.identity)...)
			if req.IncludeResource {
				result.Diagnostics.Append(result.Resource.Set(ctx, found.state)...)
			}
			count++
			if count == req.Limit {
				result.Diagnostics.Append(slices.Concat(warnings, incompleteList(leftOut))...)
				push(result)
				return
			}
			if !push(result) {
				return
			}
		}
		if warnings := slices.Concat(warnings, incompleteList(leftOut)); len(warnings) > 0 {
			push(list.ListResult{Diagnostics: warnings})
		}
	}
}

// incompleteList warns about the instances that are left out.
func incompleteList(leftOut []string) diag.Diagnostics {
	if len(leftOut) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("The list is not complete",
		"These results are left out:\n\n* "+strings.Join(leftOut, "\n* "))}
}
