package provider_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// textOf returns a string, which is what the provider's sets hold.
func textOf(v tftypes.Value) (text string) {
	if v.IsKnown() && !v.IsNull() {
		_ = v.As(&text)
	}
	return text
}

// plainValue is a value as JSON would have it.
func plainValue(t testing.TB, v tftypes.Value) any {
	t.Helper()
	take := func(target any) {
		t.Helper()
		if err := v.As(target); err != nil {
			t.Fatal(err)
		}
	}
	switch is := v.Type(); {
	case v.IsNull():
		return nil
	case is.Is(tftypes.String):
		var text string
		take(&text)
		return text
	case is.Is(tftypes.Bool):
		var truth bool
		take(&truth)
		return truth
	case is.Is(tftypes.Map{}) || is.Is(tftypes.Object{}):
		var members map[string]tftypes.Value
		take(&members)
		all := map[string]any{}
		for name, member := range members {
			all[name] = plainValue(t, member)
		}
		return all
	default:
		var elements []tftypes.Value
		take(&elements)
		all := []any{}
		for _, element := range elements {
			all = append(all, plainValue(t, element))
		}
		if is.Is(tftypes.Set{}) { // of texts
			slices.SortFunc(all, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		}
		return all
	}
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

func (p *process) objectOf(data *tfprotov6.DynamicValue, of tftypes.Type) object {
	p.t.Helper()
	value, err := data.Unmarshal(of)
	if err != nil {
		p.t.Fatal(err)
	}
	plain, _ := unwrap(p.t, value).(object)
	return plain
}

// isNull reports whether there is no state.
func (p *process) isNull(state *tfprotov6.DynamicValue) bool {
	p.t.Helper()
	null, err := state.IsNull()
	if err != nil {
		p.t.Fatal(err)
	}
	return null
}

// valueOf decodes a state or a plan.
func (p *process) valueOf(of string, data *tfprotov6.DynamicValue) tftypes.Value {
	p.t.Helper()
	value, err := data.Unmarshal(p.typeOf(of))
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}

// text is a text in a state; null is empty.
func (p *process) text(state *tfprotov6.DynamicValue, attribute string) string {
	p.t.Helper()
	schemas, err := p.server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		p.t.Fatal(err)
	}
	return p.textOf(state, schemas.ResourceSchemas["cases_role"].ValueType(), attribute)
}

// identity is the name in an identity.
func (p *process) identity(data *tfprotov6.ResourceIdentityData) string {
	p.t.Helper()
	return p.textOf(data.IdentityData, tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String}}, "name")
}

func (p *process) textOf(data *tfprotov6.DynamicValue, of tftypes.Type, attribute string) string {
	p.t.Helper()
	var attributes map[string]tftypes.Value
	var text string
	value, err := data.Unmarshal(of)
	if err = errors.Join(err, value.As(&attributes)); err == nil {
		err = attributes[attribute].As(&text)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

func dataOf(identity *tfprotov6.ResourceIdentityData) *tfprotov6.DynamicValue {
	if identity == nil {
		return nil
	}
	return identity.IdentityData
}

// typeOf is the type of a resource's values.
func (p *process) typeOf(resource string) tftypes.Type {
	return allSchemas().ResourceSchemas[resource].ValueType()
}

// identityTypeOf is the type of what identifies a resource.
func (p *process) identityTypeOf(resource string) tftypes.Type {
	return allSchemas().IdentitySchemas[resource].ValueType()
}
