package kibanatest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// errNoResources reports an entry that Kibana cannot process. A GET of the role and
// a GET of all roles then fail.
var errNoResources = errors.New("ES returned an application entry without resources, can't process this")

// objectMembers are the names that every object has in JavaScript. Kibana takes what
// it finds under such a name for a list of privileges, and fails.
var objectMembers = []string{
	"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "__proto__", "constructor",
	"hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
}

// fromES decodes a role's applications into its kibana entries. If Kibana cannot
// decode them, reason says why, and the role has no kibana entries.
func (p Profile) fromES(apps []ESApplication, replaceDeprecated bool) (entries []kibanaEntry, reason string, err error) {
	apps = slices.DeleteFunc(slices.Clone(apps), func(a ESApplication) bool { return !kibanaRelated(a) })
	if slices.ContainsFunc(apps, func(a ESApplication) bool { return len(a.Resources) == 0 }) {
		return nil, "", errNoResources
	}
	if reason := p.undecodable(apps); reason != "" {
		return nil, reason, nil
	}
	for _, app := range apps {
		entry, err := p.entryFromES(app, replaceDeprecated)
		if err != nil {
			return nil, "transformation_exception", nil //nolint:nilerr // Kibana shows only this reason
		}
		entries = append(entries, entry)
	}
	return entries, "", nil
}

// entryFromES decodes one application entry.
func (p Profile) entryFromES(app ESApplication, replaceDeprecated bool) (kibanaEntry, error) {
	entry := kibanaEntry{Base: []string{}, Spaces: []string{}}
	global := app.global()
	for _, privilege := range app.Privileges {
		switch {
		case isFeature(privilege):
			feature, id, _ := strings.Cut(strings.TrimPrefix(privilege, featurePrefix), ".")
			if !validID(feature) || !validID(id) {
				return entry, fmt.Errorf("malformed privilege %q", privilege)
			}
			shown := []FeaturePrivileges{{feature, []string{id}}}
			if replaceDeprecated {
				var err error
				if shown, err = p.replacement(feature, id); err != nil {
					return entry, err
				}
			}
			for _, f := range shown {
				if slices.Contains(objectMembers, f.Feature) {
					return entry, fmt.Errorf("feature %q", f.Feature)
				}
				for _, id := range f.Privileges {
					entry.Feature.merge(f.Feature, id)
				}
			}
		case global && isGlobalBase(privilege):
			entry.Base = append(entry.Base, privilege)
		case global && isReserved(privilege):
			entry.Reserved = append(entry.Reserved, strings.TrimPrefix(privilege, reservedPrefix))
		case !global && isSpaceBase(privilege):
			entry.Base = append(entry.Base, strings.TrimPrefix(privilege, spaceBasePrefix))
		}
	}
	for _, resource := range app.Resources {
		entry.Spaces = append(entry.Spaces, strings.TrimPrefix(resource, spaceResourcePrefix))
	}
	return entry, nil
}

// replacement returns the privileges that replaceDeprecatedPrivileges shows for one
// privilege. No replacement in the registry is itself deprecated.
func (p Profile) replacement(feature, privilege string) ([]FeaturePrivileges, error) {
	f, ok := p.feature(feature)
	if !ok || !f.Deprecated {
		return []FeaturePrivileges{{feature, []string{privilege}}}, nil
	}
	definition, ok := f.definition(privilege)
	if !ok || definition.ReplacedBy == nil {
		return nil, fmt.Errorf("%s.%s is deprecated and has no replacement", feature, privilege)
	}
	if strings.HasPrefix(privilege, "minimal_") {
		return definition.ReplacedBy.Minimal, nil
	}
	return definition.ReplacedBy.Default, nil
}

// kibanaRelated reports whether the entry appears in a role's kibana list.
func kibanaRelated(a ESApplication) bool { return a.Application == kibanaApplication || wildcard(a) }

// wildcard reports whether the entry's application is "kibana-*" or "*".
func wildcard(a ESApplication) bool {
	return a.Application == anyKibanaApplication || a.Application == anyApplication
}

// global reports whether the entry is for all spaces.
func (a ESApplication) global() bool { return slices.Contains(a.Resources, globalResource) }

// any reports whether the entry has a privilege for which is returns true.
func (a ESApplication) any(is func(privilege string) bool) bool {
	return slices.ContainsFunc(a.Privileges, is)
}

func isFeature(privilege string) bool  { return strings.HasPrefix(privilege, featurePrefix) }
func isReserved(privilege string) bool { return strings.HasPrefix(privilege, reservedPrefix) }

func isGlobalBase(privilege string) bool {
	return privilege == "all" || privilege == "read" || privilege == "*"
}

func isSpaceBase(privilege string) bool {
	base, ok := strings.CutPrefix(privilege, spaceBasePrefix)
	return ok && isGlobalBase(base)
}
