package provider

import (
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// The types of a space and of what is in it, as the schema declares them. They
// are computed once: deriving them from the schema is the dearest part of
// handling a large configuration.
var (
	stringSetType      = types.SetType{ElemType: types.StringType}
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
	spacesType       = types.MapType{ElemType: spaceType}
	capabilitiesType = types.MapType{ElemType: stringSetType}
	privilegesType   = types.MapType{ElemType: featuresType}
)

// spacesOf reads the attribute spaces. What is not known yet is left out, and
// marks its space as partial; known is false where anything is not known.
func spacesOf(value types.Map) (spaces cases.Spaces, known bool) {
	spaces, known = cases.Spaces{}, !value.IsUnknown()
	for id, element := range value.Elements() {
		object, _ := element.(types.Object)
		space := spaceConfigOf(object)
		known = known && !space.Partial
		spaces[id] = space
	}
	return spaces, known
}

func spaceConfigOf(value types.Object) cases.SpaceConfig {
	space := cases.SpaceConfig{Partial: value.IsUnknown()}
	attributes := value.Attributes()
	text := func(name string) string {
		s, _ := attributes[name].(types.String)
		space.Partial = space.Partial || s.IsUnknown()
		if s.Equal(types.StringValue("")) {
			space.Blank = append(space.Blank, cases.Attribute(name))
		}
		return s.ValueString()
	}
	space.Base = text("base")
	space.Connectors = cases.Connectors(text("connectors"))
	for _, solution := range cases.Solutions() {
		block, _ := attributes[string(solution)].(types.Object)
		space.Partial = space.Partial || block.IsUnknown()
		if block.IsNull() || block.IsUnknown() {
			continue
		}
		grant, known := solutionAccessOf(block)
		space.Partial = space.Partial || !known
		if space.Cases == nil {
			space.Cases = map[cases.Solution]cases.SolutionAccess{}
		}
		space.Cases[solution] = grant
	}
	features, _ := attributes["features"].(types.Map)
	space.Features, space.Partial = featuresOf(features, space.Partial)
	return space
}

func solutionAccessOf(value types.Object) (grant cases.SolutionAccess, known bool) {
	access, _ := value.Attributes()["access"].(types.String)
	subFeatures, _ := value.Attributes()["sub_features"].(types.Map)
	known = !access.IsUnknown() && !subFeatures.IsUnknown()
	grant.Access = cases.Access(access.ValueString())
	grant.AccessUnknown = access.IsUnknown() || access.IsNull()
	if subFeatures.IsUnknown() {
		grant.Undecided = cases.SubFeatures()
	}
	for key, element := range subFeatures.Elements() {
		granted, _ := element.(types.Bool)
		known = known && !granted.IsUnknown()
		if granted.IsNull() || granted.IsUnknown() {
			grant.Undecided = append(grant.Undecided, cases.SubFeature(key))
			continue
		}
		if grant.SubFeatures == nil {
			grant.SubFeatures = map[cases.SubFeature]bool{}
		}
		grant.SubFeatures[cases.SubFeature(key)] = granted.ValueBool()
	}
	slices.Sort(grant.Undecided)
	return grant, known
}

func featuresOf(value types.Map, partial bool) (features map[string][]string, nowPartial bool) {
	partial = partial || value.IsUnknown()
	for feature, element := range value.Elements() {
		set, _ := element.(types.Set)
		held, known := stringsOf(set)
		partial = partial || !known
		if features == nil {
			features = map[string][]string{}
		}
		slices.Sort(held)
		features[feature] = held
	}
	return features, partial
}

// stringsOf reads a set of texts; known is false where any of it is not known.
// A null set is nil, and an empty one is not.
func stringsOf(set types.Set) (texts []string, known bool) {
	if set.IsNull() || set.IsUnknown() {
		return nil, !set.IsUnknown()
	}
	texts, known = make([]string, 0, len(set.Elements())), true
	for _, element := range set.Elements() {
		text, _ := element.(types.String)
		if text.IsUnknown() {
			known = false
			continue
		}
		texts = append(texts, text.ValueString())
	}
	return texts, known
}

// spacesValue writes the attribute spaces. Whatever says the same as the prior
// value keeps its form: null or empty, in any order.
func spacesValue(spaces cases.Spaces, prior types.Map) types.Map {
	if len(spaces) == 0 && len(prior.Elements()) == 0 {
		if prior.IsNull() || prior.IsUnknown() {
			return types.MapNull(spaceType)
		}
		return prior
	}
	if len(spaces) == 0 {
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

func spaceConfigValue(space cases.SpaceConfig, prior types.Object) types.Object {
	was := spaceConfigOf(prior)
	if reflect.DeepEqual(space, was) && !prior.IsNull() {
		return prior
	}
	attributes := map[string]attr.Value{
		"base":       optional(space.Base),
		"connectors": optional(string(space.Connectors)),
		"features":   featuresValue(space.Features),
	}
	for _, solution := range cases.Solutions() {
		grant, mentioned := space.Cases[solution]
		before, wasMentioned := was.Cases[solution]
		switch {
		case !mentioned:
			attributes[string(solution)] = types.ObjectNull(solutionAccessType.AttrTypes)
		case wasMentioned && reflect.DeepEqual(grant, before):
			attributes[string(solution)] = prior.Attributes()[string(solution)]
		default:
			attributes[string(solution)] = solutionAccessValue(grant)
		}
	}
	return types.ObjectValueMust(spaceType.AttrTypes, attributes)
}

func solutionAccessValue(grant cases.SolutionAccess) types.Object {
	subFeatures := types.MapNull(types.BoolType)
	if len(grant.SubFeatures) > 0 {
		elements := make(map[string]attr.Value, len(grant.SubFeatures))
		for key, granted := range grant.SubFeatures {
			elements[string(key)] = types.BoolValue(granted)
		}
		subFeatures = types.MapValueMust(types.BoolType, elements)
	}
	return types.ObjectValueMust(solutionAccessType.AttrTypes, map[string]attr.Value{
		"access":       types.StringValue(string(grant.Access)),
		"sub_features": subFeatures,
	})
}

func featuresValue(features map[string][]string) types.Map {
	if len(features) == 0 {
		return types.MapNull(stringSetType)
	}
	elements := make(map[string]attr.Value, len(features))
	for feature, held := range features {
		elements[feature] = stringSetValue(held)
	}
	return types.MapValueMust(stringSetType, elements)
}

// stringSetValue writes texts in the order in which Terraform keeps them, so that
// what has not changed is equal to what was read.
func stringSetValue[T ~string](texts []T) types.Set {
	elements := make([]attr.Value, 0, len(texts))
	for _, text := range slices.Sorted(slices.Values(texts)) {
		elements = append(elements, types.StringValue(string(text)))
	}
	return types.SetValueMust(types.StringType, elements)
}

// optional is a text that is null where it is empty.
func optional(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// capabilitiesValue writes the attribute capabilities.
func capabilitiesValue(held map[string][]cases.Capability) types.Map {
	elements := make(map[string]attr.Value, len(held))
	for key, capabilities := range held {
		elements[key] = stringSetValue(capabilities)
	}
	return types.MapValueMust(stringSetType, elements)
}

// privilegesValue writes the attribute privileges.
func privilegesValue(stored roles.Privileges) types.Map {
	elements := map[string]attr.Value{}
	for id, held := range stored {
		if len(held.Features) > 0 {
			elements[id] = featuresValue(held.Features)
		}
	}
	return types.MapValueMust(featuresType, elements)
}

// privilegesOf reads the attribute privileges, and adds the base privileges
// that the words name: together they are what was stored.
func privilegesOf(value types.Map, words cases.Spaces) roles.Privileges {
	stored := roles.Privileges{}
	for id, element := range value.Elements() {
		held, _ := element.(types.Map)
		features, _ := featuresOf(held, false)
		stored[id] = roles.SpacePrivileges{Features: features}
	}
	for id, space := range words {
		if space.Base != "" {
			stored[id] = roles.SpacePrivileges{Base: []string{space.Base}}
		}
	}
	return stored
}
