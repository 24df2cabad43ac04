package provider_test

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// instance is a result of a listing.
type instance struct {
	name            string
	identity, state object
}

// lists validates a configuration and lists with it, as terraform query does.
func (p *process) lists(of string, config object, withState bool, limit int64) []instance {
	p.t.Helper()
	if config == nil {
		config = object{}
	}
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if p.collect(err, schemas.Diagnostics) {
		return nil
	}
	identities, err := p.server.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if p.collect(err, identities.Diagnostics) {
		return nil
	}
	lister, ok := p.server.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // part of ProviderServer in a later release
	if !ok {
		p.t.Fatal("the provider lists nothing")
	}
	valid, err := lister.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: of, Config: encode(p.t, allSchemas().ListResourceSchemas[of], config)})
	if p.collect(err, valid.Diagnostics) {
		return nil
	}
	stream, err := lister.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{TypeName: of, Config: encode(p.t, allSchemas().ListResourceSchemas[of], config), IncludeResource: withState, Limit: limit})
	if err != nil {
		p.t.Fatal(err)
	}
	found := []instance{}
	for result := range stream.Results {
		if p.collect(nil, result.Diagnostics) || result.Identity == nil {
			continue
		}
		one := instance{name: result.DisplayName, identity: p.objectOf(result.Identity.IdentityData, identities.IdentitySchemas[of].ValueType())}
		if withState {
			one.state = p.objectOf(result.Resource, schemas.ResourceSchemas[of].ValueType())
		}
		found = append(found, one)
	}
	return found
}

func names(found []instance) []string {
	all := []string{}
	for _, one := range found {
		all = append(all, one.name)
	}
	return all
}

// importsAs imports by identity, and plans the configuration that Terraform
// generates from what was listed: all that is not computed.
func (p *process) importsAs(of string, listed instance) (imported, planned object) {
	p.t.Helper()
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if p.collect(err, schemas.Diagnostics) {
		p.t.FailNow()
	}
	start, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: of, Identity: p.identityValue(of, listed.identity),
	})
	if p.collect(err, start.Diagnostics) {
		p.t.FailNow()
	}
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: of, CurrentState: start.ImportedResources[0].State, Private: start.ImportedResources[0].Private, CurrentIdentity: start.ImportedResources[0].Identity,
	})
	if p.collect(err, read.Diagnostics) {
		p.t.FailNow()
	}
	config := object{}
	for name, value := range listed.state {
		if !slices.Contains(computed, name) {
			config[name] = value
		}
	}
	valid, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: of, Config: p.value(of, config)})
	p.collect(err, valid.Diagnostics)
	plan, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: of, PriorState: read.NewState, Config: p.value(of, config), ProposedNewState: p.value(of, listed.state), PriorPrivate: read.Private,
	})
	if p.collect(err, plan.Diagnostics) {
		p.t.FailNow()
	}
	typ := schemas.ResourceSchemas[of].ValueType()
	return p.objectOf(read.NewState, typ), p.objectOf(plan.PlannedState, typ)
}

const (
	roleType  = "cases_role"
	grantType = "cases_feature_privilege"
)
