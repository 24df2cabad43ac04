package kibanatest

import "slices"

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
	for _, part := range f.parts(id) {
		for _, operation := range part.Operations {
			add("cases:" + f.Owner + "/" + operation)
		}
		for _, capability := range part.UI {
			add("ui:" + f.ID + "/" + capability)
		}
	}
	if f.Deprecated {
		add(p.replacementUI(f.ID, id)...)
	}
	return actions
}

// parts returns a privilege and the sub-feature privileges that it includes. The
// minimal_ variants include none.
func (f Feature) parts(id string) []Privilege {
	definition, ok := f.definition(id)
	if !ok {
		return nil
	}
	parts := []Privilege{definition}
	for _, sub := range f.subPrivileges() {
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
