package review

import (
	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// readCasesRole reads a cases_role.
func readCasesRole(v value) (*holding, error) {
	h := newHolding()
	spaces := v.attr("spaces")
	h.spaces, h.hidden.spaces = spaces.data, spaces.sensitive == true
	elasticsearch, err := v.attr("elasticsearch").block()
	if err := firstError(err, h.setRole(v.attr("name")), h.readComputed(v), h.readElasticsearch(elasticsearch)); err != nil {
		return nil, err
	}
	keys, err := spaces.keys()
	if err != nil {
		return nil, err
	}
	undecided := v.attr("capabilities").isUnknown()
	if undecided && spaces.isUnknown() {
		h.subjectUnknown(roles.AllSpaces, subjects()...)
	}
	for _, space := range keys {
		if err := h.readSpace(space, spaces.attr(space), undecided); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// readGrant reads a cases_feature_privilege.
func readGrant(v value) (*holding, error) {
	h := newHolding()
	space, err := v.attr("space").text()
	if err := firstError(err, h.setRole(v.attr("role")), h.readComputed(v)); err != nil {
		return nil, err
	}
	h.hidden.spaces = v.attr("space").hasSensitive()
	if v.attr("space").isUnknown() {
		space = roles.AllSpaces
	}
	err = h.readSpace(space, v, v.attr("capabilities").isUnknown())
	h.owned = map[string]bool{}
	for key := range h.capabilities {
		h.owned[key] = true
	}
	for _, subject := range subjects() {
		if part := v.attr(subject); !v.attr("space").isUnknown() && (!part.isNull() || part.hasUnknown()) {
			h.owned[space+"/"+subject] = true
		}
	}
	return h, err
}

// readComputed reads what the provider has computed.
func (h *holding) readComputed(v value) error {
	capabilities, privileges := v.attr("capabilities"), v.attr("privileges")
	if capabilities.isNull() && !capabilities.hasUnknown() && privileges.isNull() && !privileges.hasUnknown() {
		return &shapeError{capabilities.path, "missing", "set, as the provider kibana-cases/cases sets it"}
	}
	for key, mark := range object(capabilities.unknown) {
		if marked(mark) {
			h.unknown[key] = true
		}
	}
	keys, err := capabilities.keys()
	if !capabilities.isNull() {
		h.capabilities = make(map[string][]cases.Capability, len(keys))
	}
	for _, key := range keys {
		texts, textsErr := capabilities.attr(key).texts()
		err = firstError(err, textsErr)
		if len(texts) > 0 {
			h.capabilities[intern(key)] = capabilitiesOf(texts)
		}
	}
	// A moved resource has privileges, and no capabilities before the next refresh.
	h.privileges = roles.Privileges{}
	spaces, spacesErr := privileges.keys()
	err = firstError(err, spacesErr)
	for _, space := range spaces {
		features, featuresErr := privileges.attr(space).keys()
		err = firstError(err, featuresErr)
		held := map[string][]string{}
		for _, feature := range features {
			ids, idsErr := privileges.attr(space).attr(feature).texts()
			err = firstError(err, idsErr)
			held[intern(feature)] = internAll(ids)
		}
		h.privileges[intern(space)] = roles.SpacePrivileges{Features: held}
	}
	return err
}

func capabilitiesOf(texts []string) []cases.Capability {
	list := make([]cases.Capability, 0, len(texts))
	for _, text := range texts {
		list = append(list, cases.Capability(intern(text)))
	}
	return list
}

// readSpace reads the configuration of one space. If undecided, the provider could not compute what it gives.
func (h *holding) readSpace(space string, v value, undecided bool) error {
	base, err := v.attr("base").text()
	features, featuresErr := v.attr("features").keys()
	if err := firstError(err, featuresErr); err != nil {
		return err
	}
	if base != "" {
		h.base[space] = true
		h.privileges[space] = roles.SpacePrivileges{Base: []string{base}}
	}
	for _, feature := range features {
		if subject := subjectOf(feature); subject != "" {
			h.rawIDs[space+"/"+subject] = true
		}
	}
	if undecided {
		open, err := undecidedSubjects(v)
		h.subjectUnknown(space, open...)
		return err
	}
	return nil
}

// subjectOf returns the solution whose cases a feature governs, or connectors; "" for any other feature.
func subjectOf(feature string) string {
	if feature == cases.ConnectorsFeature {
		return cases.ConnectorsPart
	}
	solution, _ := cases.SolutionOf(feature)
	return string(solution)
}

// undecidedSubjects returns the subjects that a space sets or may set.
func undecidedSubjects(v value) ([]string, error) {
	if base, features := v.attr("base"), v.attr("features"); v.isUnknown() || !base.isNull() || base.isUnknown() || features.isUnknown() {
		return subjects(), nil
	}
	open := map[string]bool{}
	for _, solution := range cases.Solutions() {
		s := v.attr(string(solution))
		access, err := s.attr("access").text()
		if err != nil {
			return nil, err
		}
		unknown := s.isUnknown() || s.attr("access").isUnknown()
		if unknown || access != "" && access != string(cases.None) {
			open[string(solution)] = true
		}
		if unknown || access == string(cases.Full) {
			open[cases.ConnectorsPart] = true // full access implies connectors
		}
	}
	connectors := v.attr(cases.ConnectorsPart)
	level, err := connectors.text()
	if connectors.isUnknown() || level != "" && level != string(cases.ConnectorsNone) {
		open[cases.ConnectorsPart] = true
	}
	features, featuresErr := v.attr("features").keys()
	for _, feature := range features {
		open[subjectOf(feature)] = true
	}
	var all []string
	for _, subject := range subjects() {
		if open[subject] {
			all = append(all, subject)
		}
	}
	return all, firstError(err, featuresErr)
}
