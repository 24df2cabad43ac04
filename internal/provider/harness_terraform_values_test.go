package provider_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// configuration is what runProtocol reads of a step's configuration.
type configuration struct {
	settings  object            // of the provider
	resources map[string]object // by address
	imports   map[string]string // ids by address
}

// parseConfiguration reads provider, variable, resource and import blocks. Expressions may use variables and jsonencode.
func parseConfiguration(t *testing.T, step resource.TestStep) configuration {
	t.Helper()
	file, problems := hclsyntax.ParseConfig([]byte(step.Config), "test.tf", hcl.InitialPos)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	r := expressions{t, map[string]cty.Value{}}
	c := configuration{settings: object{}, resources: map[string]object{}, imports: map[string]string{}}
	blocks := file.Body.(*hclsyntax.Body).Blocks
	for _, b := range blocks {
		if b.Type == "variable" {
			r.values[b.Labels[0]] = r.value(b.Body.Attributes["default"].Expr)
		}
	}
	for name, value := range step.ConfigVariables {
		text, err := value.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var v ctyjson.SimpleJSONValue
		if err := v.UnmarshalJSON(text); err != nil {
			t.Fatal(err)
		}
		r.values[name] = v.Value
	}
	for _, b := range blocks {
		switch b.Type {
		case "variable":
		case "provider":
			c.settings = r.object(allSchemas().Provider.Block, b.Body)
			c.settings["max_retries"] = json.RawMessage("0")
		case "resource":
			schema, own := allSchemas().ResourceSchemas[b.Labels[0]]
			if !own {
				t.Fatalf("a %s: use runCLI", b.Labels[0])
			}
			c.resources[strings.Join(b.Labels, ".")] = r.object(schema.Block, b.Body)
		case "import":
			to, _ := hcl.AbsTraversalForExpr(b.Body.Attributes["to"].Expr)
			c.imports[to.RootName()+"."+to[1].(hcl.TraverseAttr).Name] = r.value(b.Body.Attributes["id"].Expr).AsString()
		default:
			t.Fatalf("a %s block: use runCLI", b.Type)
		}
	}
	return c
}

// expressions evaluates what stands in a configuration.
type expressions struct {
	t      *testing.T
	values map[string]cty.Value
}

func (r expressions) value(of hcl.Expression) cty.Value {
	r.t.Helper()
	value, problems := of.Value(&hcl.EvalContext{
		Variables: map[string]cty.Value{"var": cty.ObjectVal(r.values)},
		Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc},
	})
	if problems.HasErrors() {
		r.t.Fatalf("use runCLI for this: %s", problems)
	}
	return value
}

func (r expressions) object(of *tfprotov6.SchemaBlock, body *hclsyntax.Body) object {
	r.t.Helper()
	o := object{}
	for name, attribute := range body.Attributes {
		text, err := ctyjson.SimpleJSONValue{Value: r.value(attribute.Expr)}.MarshalJSON()
		if err != nil {
			r.t.Fatal(err)
		}
		o[name] = json.RawMessage(text)
	}
	for _, nested := range of.BlockTypes {
		if nested.Nesting == tfprotov6.SchemaNestedBlockNestingModeList {
			o[nested.TypeName] = []object{}
		}
	}
	for _, b := range body.Blocks {
		nested := nestedBlock(of, b.Type)
		if nested == nil {
			r.t.Fatalf("a %s block: use runCLI", b.Type)
		}
		inner := r.object(nested.Block, b.Body)
		if list, ok := o[b.Type].([]object); ok {
			o[b.Type] = append(list, inner)
		} else {
			o[b.Type] = inner
		}
	}
	return o
}

func nestedBlock(of *tfprotov6.SchemaBlock, name string) *tfprotov6.SchemaNestedBlock {
	for _, nested := range of.BlockTypes {
		if nested.TypeName == name {
			return nested
		}
	}
	return nil
}

// decodePlan writes a plan as `terraform show -json` does, and decodes that.
func decodePlan(t *testing.T, changes []plannedObject, plan any) {
	t.Helper()
	all := []object{}
	for _, c := range changes {
		before, _ := knownPart(t, c.of, c.prior.state)
		after, unknown := knownPart(t, c.of, c.planned.PlannedState)
		change := object{"actions": c.actions, "before": before, "after": after, "after_unknown": unknown}
		if c.importID != "" {
			change["importing"] = object{"id": c.importID}
		}
		all = append(all, object{"address": c.address, "mode": "managed", "type": c.of, "name": strings.TrimPrefix(c.address, c.of+"."), "change": change})
	}
	decodeAs(t, object{"format_version": "1.2", "resource_changes": all}, plan)
}

// decodeState does that for a state.
func decodeState(t *testing.T, state map[string]kept, decoded any) {
	t.Helper()
	all := []object{}
	for address, o := range state {
		of, name, _ := strings.Cut(address, ".")
		values, _ := knownPart(t, of, o.state)
		all = append(all, object{"address": address, "mode": "managed", "type": of, "name": name, "values": values})
	}
	decodeAs(t, object{"format_version": "1.0", "values": object{"root_module": object{"resources": all}}}, decoded)
}

func decodeAs(t *testing.T, o object, decoded any) {
	t.Helper()
	text, err := json.Marshal(o)
	if err == nil {
		err = json.Unmarshal(text, decoded)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// knownPart separates what is known of an object from what is not, which is true in the second result.
func knownPart(t *testing.T, of string, data *tfprotov6.DynamicValue) (known, unknown any) {
	t.Helper()
	if data == nil {
		return nil, false
	}
	p := &process{t: t}
	var members map[string]tftypes.Value
	if value := p.valueOf(of, data); value.IsNull() || value.As(&members) != nil {
		return nil, false
	}
	return knownMembers(t, members)
}

func knownMembers(t *testing.T, members map[string]tftypes.Value) (known, unknown map[string]any) {
	t.Helper()
	known, unknown = map[string]any{}, map[string]any{}
	for name, member := range members {
		var inner map[string]tftypes.Value
		switch {
		case !member.IsKnown():
			unknown[name] = true
		case member.IsFullyKnown():
			known[name] = plainValue(t, member)
		case member.As(&inner) == nil:
			known[name], unknown[name] = knownMembers(t, inner)
		default:
			t.Fatalf("%s is known in part: use runCLI", name)
		}
	}
	return known, unknown
}
