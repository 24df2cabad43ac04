package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
)

var (
	_ provider.ProviderWithFunctions     = (*casesProvider)(nil)
	_ provider.ProviderWithListResources = (*casesProvider)(nil)
)

func (p *casesProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newFeaturePrivilegesFunction, newCapabilitiesFunction}
}

func (p *casesProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newRoleList, newFeaturePrivilegeList}
}
