package cases

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// WayAround is a way in which a role reaches cases without case privileges.
type WayAround struct {
	// Way names the way: a constant such as WayRunAs.
	Way string
	// Why says in one sentence what the role holds, and what that lets people do.
	Why string

	// effect distinguishes what one way lets people do, and place where: a space, an
	// index or a user, each of which may be a pattern. See [AddedWays].
	effect, place string
	// only is the only capability that the way stands in for. It is "" if the way may stand
	// in for any.
	only Capability
}

// The ways around case privileges.
const (
	// WaySavedObjects: the feature Saved Objects Management grants the actions on all
	// types that can be exported, hidden ones included, and the types of cases are among
	// them (features/server/plugin.ts, oss_features.ts, cases/server/saved_object_types).
	WaySavedObjects = "saved_objects_management"
	// WayFiles: the feature Files Management lists and deletes files of every kind, those
	// attached to cases included (files/server/routes/find.ts, bulk_delete.ts).
	WayFiles = "files_management"
	// WayManageSecurity: the cluster privileges manage_security and all.
	WayManageSecurity = "manage_security"
	// WayServiceAccounts: manage_service_account creates tokens for any service account.
	WayServiceAccounts = "manage_service_account"
	// WayDelegatePKI: Elasticsearch does not check that the caller has the key of the
	// certificate. manage_security does not include it (ClusterPrivilegeResolver.java).
	WayDelegatePKI = "delegate_pki"
	// WayApplicationPrivileges: the global privilege to manage application privileges.
	WayApplicationPrivileges = "manage_application_privileges"
	// WayRunAs: run_as.
	WayRunAs = "run_as"
	// WayKibanaIndices: Elasticsearch restricts ".kibana_*" and ".kibana" as system
	// indices, so that only entries with allow_restricted_indices cover them
	// (KibanaPlugin.java, RestrictedIndices.java).
	WayKibanaIndices = "kibana_indices"
	// WaySecurityIndices: likewise for ".security-*", which holds users and roles.
	WaySecurityIndices = "security_indices"
	// WayCaseAnalytics: ordinary indices with copies of cases, since 9.2 ("Case
	// analytics": ".internal.cases*" with aliases ".cases*", from 9.5 on ".cases*").
	WayCaseAnalytics = "case_analytics"
)

// InKibana reports whether a Kibana privilege opens the way, and not one of Elasticsearch.
func (w WayAround) InKibana() bool { return w.Way == WaySavedObjects || w.Way == WayFiles }

// StandsInFor reports whether the way may let people do what a capability allows. Ways that
// only let people read stand in for [ReadCases], and the way to delete files for
// [DeleteCases]. Any other way may stand in for every capability.
func (w WayAround) StandsInFor(capability Capability) bool {
	return w.only == "" || w.only == capability
}

// Space returns the space in which the way reaches cases: a space id, a pattern or
// [roles.AllSpaces].
func (w WayAround) Space() string {
	if w.InKibana() {
		return w.place
	}
	return roles.AllSpaces
}

// WaysAround returns the ways around case privileges that a role has on a version of
// Kibana, sorted. The zero version stands for an unknown one.
//
// Base privileges are no way: they include these Kibana features, but give at least as
// much by the case privileges that they include. Nor are cluster privileges on API keys:
// a key has at most the privileges of its owner, and a key for somebody else takes that
// person's credentials.
func WaysAround(role roles.Role, v Version) []WayAround {
	var ways []WayAround
	for space, held := range EffectivePrivileges(role) {
		ways = append(ways, featureWays(space, held.Features)...)
	}
	ways = append(ways, clusterWays(role.Elasticsearch.Cluster)...)
	ways = append(ways, globalWays(role.Elasticsearch.Other["global"])...)
	for _, users := range role.Elasticsearch.RunAs {
		ways = append(ways, WayAround{
			Way: WayRunAs, Why: fmt.Sprintf("run_as %q lets people act as these users, with all that the roles of these users allow.", users), place: users,
		})
	}
	for _, block := range role.Elasticsearch.Indices {
		ways = append(ways, indexWays(block, v)...)
	}
	slices.SortFunc(ways, func(a, b WayAround) int { return cmp.Or(cmp.Compare(a.Way, b.Way), cmp.Compare(a.Why, b.Why)) })
	return slices.Compact(ways)
}

// AddedWays returns the ways that a role has after a change and did not have before. A
// way that becomes narrower is not added.
func AddedWays(before, after []WayAround) []WayAround {
	var added []WayAround
	for _, way := range after {
		var places []string
		for _, old := range before {
			if old.Way == way.Way && old.effect == way.effect {
				places = append(places, old.place)
			}
		}
		if !placeCovered(way.place, places) {
			added = append(added, way)
		}
	}
	return added
}

// placeCovered reports whether the places cover a place. It reports false for patterns
// that it cannot compare.
func placeCovered(place string, places []string) bool {
	if len(places) == 0 || slices.Contains(places, place) {
		return len(places) > 0
	}
	wildcards := slices.DeleteFunc(slices.Clone(places), hasRegexpOrEscape)
	return !hasRegexpOrEscape(place) && len(wildcards) > 0 && isCovered(place, wildcards)
}

// featureWays returns the ways that Kibana features in a space open.
func featureWays(space string, features map[string][]string) []WayAround {
	var ways []WayAround
	add := func(way, privilege, lets string, only Capability) {
		where := fmt.Sprintf("in %q", space)
		if space == roles.AllSpaces {
			where = "in all spaces"
		}
		ways = append(ways, WayAround{Way: way, Why: fmt.Sprintf("%s %s lets people %s.", privilege, where, lets), effect: lets, place: space, only: only})
	}
	for _, f := range []struct {
		id, way, read, all string
		changes            Capability // what changing stands in for
	}{
		{
			"savedObjectsManagement", WaySavedObjects,
			"export the cases of every solution with their comments, as saved objects",
			"import, overwrite and delete the cases of every solution, as saved objects",
			"",
		},
		{
			"filesManagement", WayFiles,
			"list the files that are attached to cases",
			"delete the files that are attached to cases",
			DeleteCases,
		},
	} {
		for _, id := range features[f.id] {
			privilege := f.id + "." + id
			switch id {
			case privilegeAll, privilegeMinimalAll:
				add(f.way, privilege, f.all, f.changes)
				add(f.way, privilege, f.read, ReadCases)
			case privilegeRead, privilegeMinimalRead:
				add(f.way, privilege, f.read, ReadCases)
			}
		}
	}
	return ways
}

// clusterWays returns the ways that cluster privileges open. A cluster privilege may also
// be a pattern of actions, such as "cluster:admin/xpack/security/*".
func clusterWays(privileges []string) []WayAround {
	var ways []WayAround
	add := func(way, privilege, lets string) {
		ways = append(ways, WayAround{Way: way, Why: fmt.Sprintf("The cluster privilege %q lets people %s.", privilege, lets)})
	}
	for _, privilege := range privileges {
		name := strings.ToLower(privilege)
		reaches := func(actions ...string) bool {
			return strings.ContainsAny(name, ":*") && slices.ContainsFunc(actions, func(action string) bool { return roles.SpaceMatches(name, action) })
		}
		const security = "cluster:admin/xpack/security/"
		if name == "all" || name == "manage_security" ||
			reaches(security+"role/put", security+"role_mapping/put", security+"user/put", security+"user/change_password", security+"privilege/put") {
			add(WayManageSecurity, privilege, "change roles and users, and so give themselves any access")
			continue // includes the others, except delegate_pki
		}
		if name == "manage_service_account" || reaches(security+"service_account/token/create") {
			add(WayServiceAccounts, privilege, `create a token of the service account elastic/kibana, which reads and writes the indices with all cases`)
		}
		if name == "delegate_pki" || reaches(security+"delegate_pki") {
			add(WayDelegatePKI, privilege, "act as any user of a PKI realm that allows delegation, with nothing but the user's certificate")
		}
	}
	return ways
}

// globalWays returns the ways that the key "global" of a role opens.
func globalWays(global json.RawMessage) []WayAround {
	var held struct {
		Application struct {
			Manage struct {
				Applications []string `json:"applications"`
			} `json:"manage"`
		} `json:"application"`
	}
	if json.Unmarshal(global, &held) != nil {
		return nil
	}
	var ways []WayAround
	for _, application := range held.Application.Manage.Applications {
		if roles.SpaceMatches(application, "kibana-.kibana") {
			ways = append(ways, WayAround{
				Way: WayApplicationPrivileges,
				Why: fmt.Sprintf("The global privilege to manage the application privileges of %q lets people redefine what every privilege of Kibana allows.", application),
			})
		}
	}
	return ways
}
