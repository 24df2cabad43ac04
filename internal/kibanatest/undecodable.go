package kibanatest

import (
	"slices"
	"strings"
)

// undecodable returns the first reason why Kibana cannot decode the entries; "" if it
// can. Kibana checks one rule after another, each for all entries.
func (p Profile) undecodable(apps []ESApplication) string {
	for _, rule := range []struct {
		reason string
		breaks func(ESApplication) bool
	}{
		{"reserved_privileges_mixed", func(a ESApplication) bool {
			return wildcard(a) && a.any(func(id string) bool { return !isReserved(id) && id != "*" })
		}},
		{"reserved_privileges_wrong_app", func(a ESApplication) bool {
			return !wildcard(a) && a.any(isReserved)
		}},
		{"space_privileges_global", func(a ESApplication) bool {
			return a.global() && a.any(isSpaceBase)
		}},
		{"global_privileges_space", func(a ESApplication) bool {
			return !a.global() && (a.any(isGlobalBase) || a.any(isReserved))
		}},
		{"base_feature_privileges_mixed", func(a ESApplication) bool {
			return (a.any(isGlobalBase) || a.any(isSpaceBase)) && a.any(isFeature)
		}},
		{"global_resource_mixed", func(a ESApplication) bool {
			return a.global() && len(a.Resources) > 1
		}},
		{"invalid_resource_format", func(a ESApplication) bool {
			return slices.ContainsFunc(a.Resources, func(r string) bool {
				return r != globalResource && !strings.HasPrefix(r, spaceResourcePrefix)
			})
		}},
	} {
		if slices.ContainsFunc(apps, rule.breaks) {
			return rule.reason
		}
	}
	switch {
	case repeatsResource(apps):
		return "duplicated_resources"
	case slices.ContainsFunc(apps, p.grantsOutsideAllSpaces):
		return "feature_requires_all_spaces"
	case slices.ContainsFunc(apps, p.grantsDisabled):
		return "disabled_feature_privileges"
	}
	return ""
}

// repeatsResource reports whether two of Kibana's own entries, or one of them twice,
// name the same resource.
func repeatsResource(apps []ESApplication) bool {
	seen := make(map[string]bool)
	for _, a := range apps {
		if a.Application != kibanaApplication {
			continue
		}
		for _, r := range a.Resources {
			if seen[r] {
				return true
			}
			seen[r] = true
		}
	}
	return false
}

// grantsOutsideAllSpaces reports whether the entry has a privilege in single spaces
// that needs all spaces.
func (p Profile) grantsOutsideAllSpaces(a ESApplication) bool {
	return !a.global() && p.grants(a, func(d Privilege) bool { return d.RequireAllSpaces })
}

// grantsDisabled reports whether the entry has a disabled privilege.
func (p Profile) grantsDisabled(a ESApplication) bool {
	return p.grants(a, func(d Privilege) bool { return d.Disabled })
}

// grants reports whether an entry has the privilege all or read of a feature, and
// the function matches accepts that privilege.
func (p Profile) grants(a ESApplication, matches func(Privilege) bool) bool {
	for _, f := range p.Features {
		if matches(f.All) && slices.Contains(a.Privileges, featurePrefix+f.ID+".all") ||
			matches(f.Read) && slices.Contains(a.Privileges, featurePrefix+f.ID+".read") {
			return true
		}
	}
	return false
}
