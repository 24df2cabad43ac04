package kibanatest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// errNoResources is an entry that Kibana refuses to process at all: the
// request fails, and with it the list of all roles.
var errNoResources = errors.New("ES returned an application entry without resources, can't process this")

// kibanaRelated tells the applications that show in a role's kibana list.
func kibanaRelated(a ESApplication) bool { return a.Application == kibanaApplication || wildcard(a) }

func wildcard(a ESApplication) bool {
	return a.Application == anyKibanaWildcard || a.Application == anyApplication
}

// fromES decodes a role's applications. A reason that is not empty says why
// that is impossible; the role then has no kibana entries at all.
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
			return nil, "transformation_exception", nil //nolint:nilerr // Kibana shows no reason but this
		}
		entries = append(entries, entry)
	}
	return entries, "", nil
}

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
			grants := []Grant{{feature, []string{id}}}
			if replaceDeprecated {
				var err error
				if grants, err = p.replacement(feature, id); err != nil {
					return entry, err
				}
			}
			for _, grant := range grants {
				for _, id := range grant.Privileges {
					entry.Feature.merge(grant.Feature, id)
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

// replacement is what replaceDeprecatedPrivileges shows for one privilege. It
// looks one level deep; the registry has no longer chains.
func (p Profile) replacement(feature, privilege string) ([]Grant, error) {
	f, ok := p.feature(feature)
	if !ok || !f.Deprecated {
		return []Grant{{feature, []string{privilege}}}, nil
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

func (a ESApplication) global() bool { return slices.Contains(a.Resources, globalResource) }

func (a ESApplication) any(is func(privilege string) bool) bool {
	return slices.ContainsFunc(a.Privileges, is)
}

func isFeature(privilege string) bool  { return strings.HasPrefix(privilege, featurePrefix) }
func isReserved(privilege string) bool { return strings.HasPrefix(privilege, reservedPrefix) }

func isGlobalBase(privilege string) bool {
	return privilege == "all" || privilege == "read" || privilege == "*"
}

func isSpaceBase(privilege string) bool {
	return privilege == spaceBasePrefix+"all" || privilege == spaceBasePrefix+"read"
}
