package review

import (
	"encoding/json"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// readKibanaRole reads an elasticstack_kibana_security_role, in both versions of its schema.
func readKibanaRole(v value) (*holding, error) {
	h := newHolding()
	elasticsearch, err := v.attr("elasticsearch").block()
	if err := firstError(err, h.setRole(v.attr("name")), h.readElasticsearch(elasticsearch)); err != nil {
		return nil, err
	}
	kibana := v.attr("kibana")
	h.hidden.spaces = kibana.hasSensitive()
	if kibana.isUnknown() {
		h.subjectUnknown(roles.AllSpaces, subjects()...)
	}
	blocks, err := kibana.elements()
	var entries []roles.Entry
	for _, block := range blocks {
		entry, entryErr := h.readEntry(block)
		if err := firstError(err, entryErr); err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	h.setPrivileges(entries)
	return h, err
}

// readEntry reads a block "kibana".
func (h *holding) readEntry(block value) (roles.Entry, error) {
	entry := roles.Entry{Feature: map[string][]string{}}
	features, err := block.attr("feature").elements()
	if err := firstError(err, readTexts(block.attr("spaces"), &entry.Spaces), readTexts(block.attr("base"), &entry.Base)); err != nil {
		return entry, err
	}
	for i, base := range entry.Base {
		entry.Base[i] = strings.ToLower(base) // the resource takes any case
	}
	open := map[string]bool{}
	everything := block.isUnknown() || block.attr("base").hasUnknown() || block.attr("feature").isUnknown()
	for _, feature := range features {
		name, nameErr := feature.attr("name").text()
		ids, idsErr := feature.attr("privileges").texts()
		if err := firstError(nameErr, idsErr); err != nil {
			return entry, err
		}
		entry.Feature[name] = append(entry.Feature[name], ids...)
		everything = everything || feature.attr("name").isUnknown()
		if feature.attr("privileges").hasUnknown() {
			open[subjectOf(name)] = true
		}
	}
	spaces := entry.Spaces
	unknownSpaces := block.isUnknown() || block.attr("spaces").hasUnknown()
	if unknownSpaces {
		spaces = append(spaces, roles.AllSpaces)
		for name := range entry.Feature {
			open[subjectOf(name)] = true
		}
		everything = everything || len(entry.Base) > 0
	} else if len(spaces) == 0 {
		spaces = []string{roles.AllSpaces}
		entry.Spaces = spaces
	}
	for _, space := range spaces {
		for _, subject := range subjects() {
			if everything || open[subject] {
				h.subjectUnknown(space, subject)
			}
		}
	}
	return entry, nil
}

// setPrivileges sets the privileges that have to be judged.
func (h *holding) setPrivileges(entries []roles.Entry) {
	h.privileges = cases.EffectivePrivileges(roles.Role{Kibana: entries})
	for space, held := range h.privileges {
		if held.StrongestBase() != "" {
			h.base[space] = true
		}
	}
}

// readElasticsearchRole reads an elasticstack_elasticsearch_security_role.
func readElasticsearchRole(v value) (*holding, error) {
	h := newHolding()
	if err := firstError(h.setRole(v.attr("name")), h.readElasticsearch(v)); err != nil {
		return nil, err
	}
	global, err := v.attr("global").text()
	if err != nil {
		return nil, err
	}
	if global != "" {
		h.elasticsearch.Other = map[string]json.RawMessage{"global": json.RawMessage(global)}
	}
	applications := v.attr("applications")
	h.hidden.spaces = applications.hasSensitive()
	if applications.isUnknown() {
		h.subjectUnknown(roles.AllSpaces, subjects()...)
	}
	blocks, err := applications.elements()
	var entries []roles.Entry
	for _, block := range blocks {
		entry, entryErr := h.readApplication(block)
		if err := firstError(err, entryErr); err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	h.setPrivileges(entries)
	return h, err
}

// readApplication reads a block "applications". An entry without spaces gives nothing.
func (h *holding) readApplication(block value) (roles.Entry, error) {
	var a roles.Application
	application, err := block.attr("application").text()
	if err := firstError(err, readTexts(block.attr("privileges"), &a.Privileges), readTexts(block.attr("resources"), &a.Resources)); err != nil {
		return roles.Entry{}, err
	}
	a.Application = application
	if !block.attr("application").isUnknown() && !block.isUnknown() && !a.Reaches() {
		return roles.Entry{}, nil
	}
	entry, widened := cases.LargestEntry(a)
	if block.isUnknown() || block.attr("application").isUnknown() || block.attr("privileges").hasUnknown() {
		for _, space := range entry.Spaces {
			h.subjectUnknown(space, subjects()...)
		}
	}
	if block.isUnknown() || block.attr("resources").hasUnknown() {
		h.subjectUnknown(roles.AllSpaces, subjects()...)
	}
	if widened.Privileges {
		h.notes = append(h.notes, "The role holds a pattern of Kibana's actions that may match actions on cases. The review counts it as the base privilege all.")
	}
	if widened.Spaces {
		h.notes = append(h.notes, "A regular expression of resources may match spaces. The review counts it as all spaces.")
	}
	return entry, nil
}
