package kibanatest

import (
	"fmt"
	"slices"
	"strings"
)

// privilegeErrors lists what is wrong with the privileges that a PUT grants.
// Ids that are not registered are fine: Kibana stores them without a word.
func (p Profile) privilegeErrors(entries []kibanaEntry) []string {
	var errs []string
	for _, entry := range entries {
		for _, grant := range entry.Feature {
			if f, ok := p.feature(grant.Feature); ok && !f.Hidden {
				errs = append(errs, f.grantErrors(grant.Privileges, entry.Spaces)...)
			}
		}
	}
	return errs
}

// grantErrors checks the literal ids all and read and the sub-features; the
// minimal variants bypass both rules.
func (f Feature) grantErrors(ids, spaces []string) []string {
	var errs []string
	refuse := func(format string, args ...any) { errs = append(errs, fmt.Sprintf(format, args...)) }
	inAllSpaces := slices.Contains(spaces, allSpaces)
	for _, level := range []string{"all", "read"} {
		if !slices.Contains(ids, level) {
			continue
		}
		definition, _ := f.definition(level)
		if definition.Disabled {
			refuse("Feature [%s] does not support privilege [%s].", f.ID, level)
		}
		if definition.RequireAllSpaces && !inAllSpaces {
			refuse("Feature privilege [%s.%s] requires all spaces to be selected but received [%s]",
				f.ID, level, strings.Join(spaces, ","))
		}
	}
	for _, sub := range f.Sub {
		var disabled []string
		selected := 0
		for _, p := range sub.Privileges {
			if !slices.Contains(ids, p.ID) {
				continue
			}
			selected++
			if p.Disabled {
				disabled = append(disabled, p.ID)
			}
		}
		switch {
		case len(disabled) > 0:
			refuse("Feature [%s] does not support specified sub-feature privileges [%s].", f.ID, strings.Join(disabled, ", "))
		case sub.RequireAllSpaces && selected > 0 && !inAllSpaces:
			refuse("Sub-feature privilege [%s - %s] requires all spaces to be selected but received [%s]",
				f.Name, sub.Name, strings.Join(spaces, ","))
		}
	}
	return errs
}
