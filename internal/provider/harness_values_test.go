package provider_test

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"pgregory.net/rapid"
)

// What attributes of a name are drawn from, and the keys of maps; some make sense.
var (
	drawnTexts = map[string][]string{
		"name": {"soc-tier1", "a,b"}, "role": {"soc-tier1", " "}, "space": {"soc", "*", "No Space"},
		"access": {"full", "assignee", "view", "none", "all"}, "connectors": {"all", "read", ""}, "base": {"read", "admin"},
		"metadata": {`{"team":"soc"}`, `{`}, "query": {`{"match_all":{}}`, "x"},
		"soc/security": {"read_cases", "delete_cases", "add_comments", "archive_cases", ""}, "soc/connectors": {"use_connectors", "manage_connectors"},
	}
	drawnKeys = map[string][]string{
		"spaces": {"soc", "sandbox", "*", "No Space"}, "sub_features": {"delete_cases", "add_comments", "delete_case"},
		"features": {"discover_v2", "generalCasesV3", "no feature"}, "capabilities": {"soc/security", "soc/connectors"},
	}
	otherKeys  = []string{"a", "b", "*"}
	otherTexts = append([]string{""}, otherKeys...)

	neverNull      = []string{"name", "role", "space", "access", "names", "privileges", "clusters", "soc/security", "soc/connectors"}
	neverInConfigs = []string{"id", "capabilities", "privileges"} // at the top
)

// drawObject draws a configuration or a state, now and then with something in it
// that neither may have.
func drawObject(t *rapid.T, of tftypes.Type, config bool) tftypes.Value {
	d := drawing{t, config}
	attributes := map[string]tftypes.Value{}
	object, _ := of.(tftypes.Object)
	for _, name := range slices.Sorted(maps.Keys(object.AttributeTypes)) {
		kind := object.AttributeTypes[name]
		attributes[name] = d.value(name, kind)
		if config && slices.Contains(neverInConfigs, name) && attributes[name].IsKnown() && !d.rarely() {
			attributes[name] = tftypes.NewValue(kind, nil)
		}
	}
	return tftypes.NewValue(of, attributes)
}

type drawing struct {
	*rapid.T

	unknowns bool
}

func (d drawing) rarely() bool { return rapid.IntRange(0, 60).Draw(d.T, "odd") == 60 }

func (d drawing) value(name string, of tftypes.Type) tftypes.Value {
	if !isBlocks(of) && d.null(name) {
		return tftypes.NewValue(of, nil)
	}
	if d.unknowns && d.rarely() {
		return tftypes.NewValue(of, tftypes.UnknownValue)
	}
	switch is := of.(type) {
	case tftypes.Object:
		attributes := map[string]tftypes.Value{}
		for _, attribute := range slices.Sorted(maps.Keys(is.AttributeTypes)) {
			attributes[attribute] = d.value(attribute, is.AttributeTypes[attribute])
		}
		return tftypes.NewValue(of, attributes)
	case tftypes.Map:
		elements := map[string]tftypes.Value{}
		for _, key := range d.some(drawnKeys[name]) {
			elements[key] = d.value(key, is.ElementType)
		}
		return tftypes.NewValue(of, elements)
	case tftypes.Set:
		elements := []tftypes.Value{}
		for _, text := range slices.Sorted(slices.Values(d.some(nil))) { // as Terraform does
			elements = append(elements, tftypes.NewValue(is.ElementType, text))
		}
		return tftypes.NewValue(of, elements)
	case tftypes.List:
		elements := []tftypes.Value{}
		for range rapid.IntRange(0, 3).Draw(d.T, name) {
			elements = append(elements, d.value(name, is.ElementType))
		}
		return tftypes.NewValue(of, elements)
	}
	if of.Is(tftypes.Bool) {
		return tftypes.NewValue(of, rapid.Bool().Draw(d.T, name))
	}
	texts := drawnTexts[name]
	if texts == nil {
		texts = otherTexts
	}
	return tftypes.NewValue(of, rapid.SampledFrom(texts).Draw(d.T, name))
}

// isBlocks reports whether values of a type are blocks in a list, which is never null.
// Type.Is does not tell: it does not compare element types.
func isBlocks(of tftypes.Type) bool {
	list, isList := of.(tftypes.List)
	return isList && list.ElementType.Is(tftypes.Object{})
}

func (d drawing) null(name string) bool {
	if slices.Contains(neverNull, name) {
		return rapid.IntRange(0, 20).Draw(d.T, name+" is null") == 20
	}
	return rapid.Bool().Draw(d.T, name+" is null")
}

// some draws a few of the given texts, or of others where there are none.
func (d drawing) some(of []string) []string {
	if of == nil {
		of = otherKeys
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 3, rapid.ID[string]).Draw(d.T, "some")
}
