package provider

import (
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The types of the attributes spaces, capabilities and privileges. They are variables
// because it is expensive to derive them from the schema each time.
var (
	stringSetType      = types.SetType{ElemType: types.StringType}
	stringListType     = types.ListType{ElemType: types.StringType}
	subFeaturesType    = types.MapType{ElemType: types.BoolType}
	featuresType       = types.MapType{ElemType: stringSetType}
	solutionAccessType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"access":       types.StringType,
		"sub_features": subFeaturesType,
	}}
	spaceType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"base":          types.StringType,
		"security":      solutionAccessType,
		"observability": solutionAccessType,
		"stack":         solutionAccessType,
		"connectors":    types.StringType,
		"features":      featuresType,
	}}
	spacesType = types.MapType{ElemType: spaceType}
	// Computed values are lists: Terraform spends much time on sets.
	idsByFeatureType = types.MapType{ElemType: stringListType}
	capabilitiesType = types.MapType{ElemType: stringListType}
	privilegesType   = types.MapType{ElemType: idsByFeatureType}
)

// spacesOf parses the attribute spaces. Complete is false if any value in it is unknown.
func spacesOf(value types.Map) (spaces cases.Spaces, complete bool) {
	spaces = make(cases.Spaces, len(value.Elements()))
	for id, element := range value.Elements() {
		object, _ := element.(types.Object)
		spaces[id] = spaceConfigOf(object)
	}
	return spaces, !value.IsUnknown() && spaces.Complete()
}

// spaceConfigOf parses one element of the attribute spaces.
func spaceConfigOf(object types.Object) cases.SpaceConfig {
	if object.IsUnknown() {
		return cases.UnknownSpace()
	}
	attributes := object.Attributes()
	base, _ := attributes["base"].(types.String)
	connectors, _ := attributes["connectors"].(types.String)
	features, _ := attributes["features"].(types.Map)
	space := cases.SpaceConfig{Base: textOf[string](base), Connectors: textOf[cases.Connectors](connectors), Features: featuresOf(features)}
	for _, solution := range cases.Solutions() {
		block, _ := attributes[string(solution)].(types.Object)
		if block.IsNull() {
			continue
		}
		if space.Cases == nil {
			space.Cases = map[cases.Solution]cases.Value[cases.SolutionAccess]{}
		}
		if block.IsUnknown() {
			space.Cases[solution] = cases.Unknown[cases.SolutionAccess]()
		} else {
			space.Cases[solution] = cases.Known(solutionAccessOf(block))
		}
	}
	return space
}

// textOf parses a string attribute.
func textOf[T ~string](text types.String) cases.Value[T] {
	switch {
	case text.IsUnknown():
		return cases.Unknown[T]()
	case text.IsNull():
		return cases.Value[T]{}
	}
	return cases.Known(T(text.ValueString()))
}

// solutionAccessOf parses the access to the cases of one solution.
func solutionAccessOf(object types.Object) (access cases.SolutionAccess) {
	level, _ := object.Attributes()["access"].(types.String)
	subFeatures, _ := object.Attributes()["sub_features"].(types.Map)
	access.Access = textOf[cases.Access](level)
	if subFeatures.IsNull() {
		return access
	}
	access.SubFeatures = map[cases.SubFeature]cases.Value[bool]{}
	if subFeatures.IsUnknown() {
		for _, key := range cases.SubFeatures() {
			access.SubFeatures[key] = cases.Unknown[bool]()
		}
	}
	for key, element := range subFeatures.Elements() {
		switch granted, _ := element.(types.Bool); {
		case granted.IsUnknown():
			access.SubFeatures[cases.SubFeature(key)] = cases.Unknown[bool]()
		case granted.IsNull():
			access.SubFeatures[cases.SubFeature(key)] = cases.Value[bool]{}
		default:
			access.SubFeatures[cases.SubFeature(key)] = cases.Known(granted.ValueBool())
		}
	}
	return access
}

// featuresOf parses raw feature privileges.
func featuresOf(value types.Map) cases.Value[map[string]cases.Value[[]string]] {
	switch {
	case value.IsUnknown():
		return cases.Unknown[map[string]cases.Value[[]string]]()
	case value.IsNull():
		return cases.Value[map[string]cases.Value[[]string]]{}
	}
	features := make(map[string]cases.Value[[]string], len(value.Elements()))
	for feature, element := range value.Elements() {
		set, _ := element.(types.Set)
		if ids, known := stringsOf(set); known {
			slices.Sort(ids)
			features[feature] = cases.Known(ids)
		} else {
			features[feature] = cases.Unknown[[]string]()
		}
	}
	return cases.Known(features)
}

// stringCollection is a set or a list of strings.
type stringCollection interface {
	attr.Value
	Elements() []attr.Value
}

// stringsOf parses a set or a list of strings. Known is false if it or an element is
// unknown. Only a null or unknown value gives nil.
func stringsOf(value stringCollection) (texts []string, known bool) {
	if value.IsNull() || value.IsUnknown() {
		return nil, !value.IsUnknown()
	}
	elements := value.Elements()
	texts, known = make([]string, 0, len(elements)), true
	for _, element := range elements {
		text, _ := element.(types.String)
		if text.IsUnknown() {
			known = false
			continue
		}
		texts = append(texts, text.ValueString())
	}
	return texts, known
}

// spacesValue returns the value of the attribute spaces. Parts that are equal to the prior
// value keep its form, such as null or empty.
func spacesValue(spaces cases.Spaces, prior types.Map) types.Map {
	if len(spaces) == 0 {
		if len(prior.Elements()) == 0 && !prior.IsUnknown() {
			return prior
		}
		return types.MapNull(spaceType)
	}
	elements, before := make(map[string]attr.Value, len(spaces)), prior.Elements()
	for id, space := range spaces {
		was, ok := before[id].(types.Object)
		if !ok {
			was = types.ObjectNull(spaceType.AttrTypes)
		}
		elements[id] = spaceConfigValue(space, was)
	}
	return types.MapValueMust(spaceType, elements)
}

// spaceConfigValue returns one element of the attribute spaces.
func spaceConfigValue(space cases.SpaceConfig, prior types.Object) types.Object {
	was := spaceConfigOf(prior)
	if reflect.DeepEqual(space, was) && !prior.IsNull() {
		return prior
	}
	attributes := map[string]attr.Value{
		"base":       textOrNull(space.Base.Get()),
		"connectors": textOrNull(string(space.Connectors.Get())),
		"features":   featuresValue(space.Features.Get()),
	}
	for _, solution := range cases.Solutions() {
		access := space.Cases[solution]
		switch {
		case !access.IsKnown():
			attributes[string(solution)] = types.ObjectNull(solutionAccessType.AttrTypes)
		case access.Equal(was.Cases[solution]):
			attributes[string(solution)] = prior.Attributes()[string(solution)]
		default:
			attributes[string(solution)] = solutionAccessValue(access.Get())
		}
	}
	return types.ObjectValueMust(spaceType.AttrTypes, attributes)
}

func solutionAccessValue(access cases.SolutionAccess) types.Object {
	subFeatures := types.MapNull(types.BoolType)
	if len(access.SubFeatures) > 0 {
		elements := make(map[string]attr.Value, len(access.SubFeatures))
		for key, granted := range access.SubFeatures {
			elements[string(key)] = types.BoolValue(granted.Get())
		}
		subFeatures = types.MapValueMust(types.BoolType, elements)
	}
	return types.ObjectValueMust(solutionAccessType.AttrTypes, map[string]attr.Value{
		"access":       types.StringValue(string(access.Access.Get())),
		"sub_features": subFeatures,
	})
}

func featuresValue(features map[string]cases.Value[[]string]) types.Map {
	if len(features) == 0 {
		return types.MapNull(stringSetType)
	}
	elements := make(map[string]attr.Value, len(features))
	for feature, ids := range features {
		elements[feature] = stringSetValue(ids.Get())
	}
	return types.MapValueMust(stringSetType, elements)
}

// stringSetValue returns a set in the order in which Terraform stores it, so that an
// unchanged set is equal to that of the state.
func stringSetValue[T ~string](texts []T) types.Set {
	return types.SetValueMust(types.StringType, stringValues(slices.Sorted(slices.Values(texts))))
}

// stringListValue returns a list in the given order.
func stringListValue[T ~string](texts []T) types.List {
	return types.ListValueMust(types.StringType, stringValues(texts))
}

func stringValues[T ~string](texts []T) []attr.Value {
	values := make([]attr.Value, 0, len(texts))
	for _, text := range texts {
		values = append(values, types.StringValue(string(text)))
	}
	return values
}

// textOrNull returns a string, or null if it is empty.
func textOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// capabilitiesValue returns the value of the attribute capabilities.
func capabilitiesValue(held map[string][]cases.Capability) types.Map {
	elements := make(map[string]attr.Value, len(held))
	for key, capabilities := range held {
		elements[key] = stringListValue(capabilities)
	}
	return types.MapValueMust(stringListType, elements)
}

// privilegesValue returns the value of the attribute privileges.
func privilegesValue(stored roles.Privileges) types.Map {
	elements := map[string]attr.Value{}
	for id, held := range stored {
		if len(held.Features) == 0 {
			continue
		}
		features := make(map[string]attr.Value, len(held.Features))
		for feature, ids := range held.Features {
			features[feature] = stringListValue(slices.Sorted(slices.Values(ids)))
		}
		elements[id] = types.MapValueMust(stringListType, features)
	}
	return types.MapValueMust(idsByFeatureType, elements)
}

// privilegesOf returns the stored privileges: those of the attribute privileges, and the
// base privileges of the attribute spaces.
func privilegesOf(value types.Map, spaces cases.Spaces) roles.Privileges {
	stored := make(roles.Privileges, len(value.Elements()))
	for id, element := range value.Elements() {
		held, _ := element.(types.Map)
		features := make(map[string][]string, len(held.Elements()))
		for feature, element := range held.Elements() {
			ids, _ := element.(types.List)
			features[feature], _ = stringsOf(ids)
		}
		stored[id] = roles.SpacePrivileges{Features: features}
	}
	for id, space := range spaces {
		if space.Base.IsKnown() {
			stored[id] = roles.SpacePrivileges{Base: []string{space.Base.Get()}}
		}
	}
	return stored
}
