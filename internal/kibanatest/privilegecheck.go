package kibanatest

import (
	"fmt"
	"slices"
	"strings"
)

// privilegeErrors returns the errors in the privileges of a PUT. An id that is not
// registered is not an error: Kibana stores it.
func (p Profile) privilegeErrors(entries []kibanaEntry) []string {
	var errs []string
	for _, entry := range entries {
		for _, listed := range entry.Feature {
			if f, ok := p.feature(listed.Feature); ok && !f.Hidden {
				errs = append(errs, f.privilegeErrors(listed.Privileges, entry.Spaces)...)
			}
		}
	}
	return errs
}

// privilegeErrors returns the errors in the privileges of one feature. Kibana checks
// all, read and sub-feature privileges, but not minimal_all and minimal_read.
func (f Feature) privilegeErrors(ids, spaces []string) []string {
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
