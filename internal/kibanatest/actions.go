package kibanatest

import (
	"fmt"
	"slices"
)

// actions returns the actions that a privilege of a feature allows, in the form that
// Kibana registers with Elasticsearch: "cases:<owner>/<operation>" for operations on
// cases, and "ui:<feature>/<capability>" for the user interface.
func (p Profile) actions(f Feature, id string) []string {
	actions := []string{"login:"}
	add := func(more ...string) {
		for _, action := range more {
			if !slices.Contains(actions, action) {
				actions = append(actions, action)
			}
		}
	}
	operations, replaced := p.Operations[f.ID+"."+id]
	for _, part := range f.parts(id) {
		if !replaced {
			operations = append(operations, part.Operations...)
		}
		for _, capability := range part.UI {
			add("ui:" + f.ID + "/" + capability)
		}
	}
	for _, operation := range operations {
		add("cases:" + f.Owner + "/" + operation)
	}
	if f.Deprecated {
		add(p.replacementUI(f.ID, id)...)
	}
	return append(actions, p.savedObjectActions(f.ID, id)...)
}

// parts returns a privilege and the sub-feature privileges that it includes. The
// minimal_ variants include none.
func (f Feature) parts(id string) []Privilege {
	definition, ok := f.definition(id)
	if !ok {
		return nil
	}
	parts := []Privilege{definition}
	for sub := range f.subPrivileges() {
		if id == "all" && sub.IncludeIn != "" || id == "read" && sub.IncludeIn == "read" {
			parts = append(parts, sub)
		}
	}
	return parts
}

// replacementUI returns the UI capabilities of the privileges that replace a
// deprecated privilege. The deprecated privilege has these too, but no other actions
// of its replacement.
func (p Profile) replacementUI(feature, id string) []string {
	replacements, err := p.replacement(feature, id)
	if err != nil {
		return nil
	}
	var ui []string
	for _, replacement := range replacements {
		successor, _ := p.feature(replacement.Feature)
		for _, privilege := range replacement.Privileges {
			for _, part := range successor.parts(privilege) {
				for _, capability := range part.UI {
					ui = append(ui, "ui:"+successor.ID+"/"+capability)
				}
			}
		}
	}
	return ui
}

// baseActions returns the actions of a base privilege: those of the feature
// privilege with the same id, for every feature that is not hidden.
func (p Profile) baseActions(id string) []string {
	actions := []string{"login:"}
	for _, f := range p.Features {
		if f.Hidden {
			continue
		}
		for _, action := range p.actions(f, id) {
			if !slices.Contains(actions, action) {
				actions = append(actions, action)
			}
		}
	}
	return actions
}

// savedObjectActions returns actions on saved objects of the profile's number of types.
func (p Profile) savedObjectActions(feature, id string) []string {
	operations := []string{"bulk_get", "get", "find", "open_point_in_time", "close_point_in_time"}
	if id != "read" && id != "minimal_read" {
		operations = append(operations, "create", "bulk_create", "update", "bulk_update", "delete", "bulk_delete", "share_to_space")
	}
	var actions []string
	for i := range p.SavedObjectTypes {
		for _, operation := range operations {
			actions = append(actions, fmt.Sprintf("saved_object:%s-%d/%s", feature, i, operation))
		}
	}
	return actions
}
