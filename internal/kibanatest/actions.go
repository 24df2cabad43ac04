package kibanatest

import "slices"

// actions lists what a privilege of a feature allows, in the form that Kibana
// registers with Elasticsearch: "cases:<owner>/<operation>" for operations on
// cases and "ui:<feature>/<capability>" for the user interface.
func (p Profile) actions(f Feature, id string) []string {
	actions := []string{"login:"}
	add := func(more ...string) {
		for _, action := range more {
			if !slices.Contains(actions, action) {
				actions = append(actions, action)
			}
		}
	}
	for _, part := range f.contained(id) {
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

// contained lists the definitions that a privilege consists of: all and read
// hold the sub-feature privileges that say so, the minimal variants none.
func (f Feature) contained(id string) []Privilege {
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

// replacementUI lists the capabilities of what replaces a privilege. They are
// all that a deprecated privilege takes from its successors.
func (p Profile) replacementUI(feature, id string) []string {
	grants, err := p.replacement(feature, id)
	if err != nil {
		return nil
	}
	var ui []string
	for _, grant := range grants {
		successor, _ := p.feature(grant.Feature)
		for _, privilege := range grant.Privileges {
			for _, part := range successor.contained(privilege) {
				for _, capability := range part.UI {
					ui = append(ui, "ui:"+successor.ID+"/"+capability)
				}
			}
		}
	}
	return ui
}

// baseActions is the union of a level over the features that are not hidden.
func (p Profile) baseActions(level string) []string {
	actions := []string{"login:"}
	for _, f := range p.Features {
		if f.Hidden {
			continue
		}
		for _, action := range p.actions(f, level) {
			if !slices.Contains(actions, action) {
				actions = append(actions, action)
			}
		}
	}
	return actions
}
