package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
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
	if p.heard(err, schemas.Diagnostics) {
		return nil
	}
	identities, err := p.server.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if p.heard(err, identities.Diagnostics) {
		return nil
	}
	lister, ok := p.server.(tfprotov6.ProviderServerWithListResource) //nolint:staticcheck // part of ProviderServer in a later release
	if !ok {
		p.t.Fatal("the provider lists nothing")
	}
	valid, err := lister.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: of, Config: encode(p.t, allSchemas().ListResourceSchemas[of], config)})
	if p.heard(err, valid.Diagnostics) {
		return nil
	}
	stream, err := lister.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{TypeName: of, Config: encode(p.t, allSchemas().ListResourceSchemas[of], config), IncludeResource: withState, Limit: limit})
	if err != nil {
		p.t.Fatal(err)
	}
	found := []instance{}
	for result := range stream.Results {
		if p.heard(nil, result.Diagnostics) || result.Identity == nil {
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

func (p *process) objectOf(data *tfprotov6.DynamicValue, of tftypes.Type) object {
	p.t.Helper()
	value, err := data.Unmarshal(of)
	if err != nil {
		p.t.Fatal(err)
	}
	plain, _ := unwrap(p.t, value).(object)
	return plain
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
	if p.heard(err, schemas.Diagnostics) {
		p.t.FailNow()
	}
	start, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{
		TypeName: of, Identity: p.identityValue(of, listed.identity),
	})
	if p.heard(err, start.Diagnostics) {
		p.t.FailNow()
	}
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: of, CurrentState: start.ImportedResources[0].State, Private: start.ImportedResources[0].Private, CurrentIdentity: start.ImportedResources[0].Identity,
	})
	if p.heard(err, read.Diagnostics) {
		p.t.FailNow()
	}
	config := object{}
	for name, value := range listed.state {
		if !slices.Contains([]string{"id", "capabilities", "privileges"}, name) {
			config[name] = value
		}
	}
	valid, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: of, Config: p.value(of, config)})
	p.heard(err, valid.Diagnostics)
	plan, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: of, PriorState: read.NewState, Config: p.value(of, config), ProposedNewState: p.value(of, listed.state), PriorPrivate: read.Private,
	})
	if p.heard(err, plan.Diagnostics) {
		p.t.FailNow()
	}
	typ := schemas.ResourceSchemas[of].ValueType()
	return p.objectOf(read.NewState, typ), p.objectOf(plan.PlannedState, typ)
}

// unwrap turns a value of Terraform's into one of Go's; sets are sorted, and
// what is null in an object is left out.
func unwrap(t testing.TB, value tftypes.Value) any {
	t.Helper()
	if value.IsNull() {
		return nil
	}
	as := func(target any) {
		if err := value.As(target); err != nil {
			t.Fatal(err)
		}
	}
	switch of := value.Type(); {
	case of.Is(tftypes.String):
		var text string
		as(&text)
		return text
	case of.Is(tftypes.Bool):
		var truth bool
		as(&truth)
		return truth
	case of.Is(tftypes.Set{}), of.Is(tftypes.List{}):
		var elements []tftypes.Value
		as(&elements)
		plain := make([]any, 0, len(elements))
		for _, element := range elements {
			plain = append(plain, unwrap(t, element))
		}
		if of.Is(tftypes.Set{}) {
			slices.SortFunc(plain, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
		return plain
	default:
		var elements map[string]tftypes.Value
		as(&elements)
		plain := object{}
		for name, element := range elements {
			if !element.IsNull() {
				plain[name] = unwrap(t, element)
			}
		}
		return plain
	}
}
