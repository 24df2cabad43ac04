package kibanatest

import (
	"fmt"
	"maps"
	"slices"
)

// RoleAPI is a generation of the role API. Generations differ in the limits for
// arrays, in the messages of refusals, and in the report of an undecodable role.
type RoleAPI int

const (
	// RoleAPI1 does not limit arrays. It reports an undecodable role as "kibana".
	RoleAPI1 RoleAPI = iota + 1
	// RoleAPI2 limits the length of arrays. It reports an undecodable role as
	// "kibana:<reason>".
	RoleAPI2
	// RoleAPI3 also limits the number of kibana entries. It reports an undecodable role
	// as an object with the reason and the stored entries. It refuses a space that one
	// entry repeats.
	RoleAPI3
)

// Profile describes one Kibana: its version, build flavor and licence, and the
// features that it registers.
type Profile struct {
	// Name is the name for [ProfileFor].
	Name string
	// Version is the version that GET /api/status reports.
	Version string
	// Serverless selects the build flavor "serverless" instead of "traditional".
	Serverless bool
	// License is the licence type. It is "trial" by default.
	License string
	// RoleAPI is the generation of the role API.
	RoleAPI RoleAPI
	// Features are the registered features, including deprecated ones.
	Features []Feature
	// Operations replaces what the tables say about single privileges: the cases
	// operations, by "<feature>.<privilege>". See [Profile.WithOperations].
	Operations map[string][]string
	// SavedObjectTypes is how many types of saved objects each privilege also covers.
	// Some 20 make the lists of actions as long as those of a real Kibana.
	SavedObjectTypes int
	// Reserved are the ids that GET /api/security/privileges lists as reserved.
	Reserved []string

	release release
}

// release is a version as one number: major*100 + minor.
type release int

// serverlessRelease is the release that serverless projects are compared by. They
// have no release of their own.
const serverlessRelease release = 905

// edition is a row of the table of profiles.
type edition struct {
	name    string
	version string
	release release
	roleAPI RoleAPI
	project string // the serverless project; otherwise empty
}

// ProfileNames returns the names of the profiles: the oldest version first, and the
// serverless projects last.
func ProfileNames() []string {
	var names []string
	for _, e := range editions() {
		names = append(names, e.name)
	}
	return names
}

// ProfileFor returns the profile with a name such as "9.5" or
// "serverless-security".
func ProfileFor(name string) (Profile, error) {
	for _, e := range editions() {
		if e.name == name {
			return e.profile(), nil
		}
	}
	return Profile{}, fmt.Errorf("no profile %q; there are %q", name, ProfileNames())
}

// Newest returns the profile of the newest released Kibana version, 9.5.
func Newest() Profile {
	p, err := ProfileFor("9.5")
	if err != nil {
		panic(err)
	}
	return p
}

// With returns the profile with additional features. A feature replaces a
// registered feature with the same id.
func (p Profile) With(features ...Feature) Profile {
	p.Features = slices.Clone(p.Features)
	for _, f := range features {
		if i := slices.IndexFunc(p.Features, func(g Feature) bool { return g.ID == f.ID }); i >= 0 {
			p.Features[i] = f
		} else {
			p.Features = append(p.Features, f)
		}
	}
	return p
}

// WithOperations returns the profile with a privilege that allows exactly the given
// operations on the cases of its feature's owner. The base privileges follow.
func (p Profile) WithOperations(feature, privilege string, operations ...string) Profile {
	p.Operations = maps.Clone(p.Operations)
	if p.Operations == nil {
		p.Operations = map[string][]string{}
	}
	p.Operations[feature+"."+privilege] = operations
	return p
}

// Without returns the profile without the given features.
func (p Profile) Without(ids ...string) Profile {
	p.Features = slices.DeleteFunc(slices.Clone(p.Features), func(f Feature) bool {
		return slices.Contains(ids, f.ID)
	})
	return p
}

// hasDescription reports whether roles have a description and remote_cluster.
func (p Profile) hasDescription() bool { return p.release >= 815 }

// hasReplacements reports whether features can be deprecated, and whether a GET of
// roles has the parameter replaceDeprecatedPrivileges.
func (p Profile) hasReplacements() bool { return p.release >= 816 }

// hasGlobal reports whether the elasticsearch part of a role has the key "global".
func (p Profile) hasGlobal() bool { return p.release >= 906 }

// hidesVersion reports whether Kibana tells its version only to callers with the cluster
// privilege monitor.
func (p Profile) hidesVersion() bool { return p.release >= 905 }

// feature returns a registered feature.
func (p Profile) feature(id string) (Feature, bool) {
	i := slices.IndexFunc(p.Features, func(f Feature) bool { return f.ID == id })
	if i < 0 {
		return Feature{}, false
	}
	return p.Features[i], true
}

func editions() []edition {
	return []edition{
		{name: "8.11", version: "8.11.4", release: 811, roleAPI: RoleAPI1},
		{name: "8.12", version: "8.12.2", release: 812, roleAPI: RoleAPI1},
		{name: "8.15", version: "8.15.5", release: 815, roleAPI: RoleAPI1},
		{name: "8.16", version: "8.16.6", release: 816, roleAPI: RoleAPI1},
		{name: "8.17", version: "8.17.10", release: 817, roleAPI: RoleAPI1},
		{name: "8.18", version: "8.18.8", release: 818, roleAPI: RoleAPI1},
		{name: "8.19", version: "8.19.5", release: 819, roleAPI: RoleAPI1},
		{name: "9.0", version: "9.0.8", release: 900, roleAPI: RoleAPI1},
		{name: "9.2", version: "9.2.0", release: 902, roleAPI: RoleAPI2},
		{name: "9.3", version: "9.3.0", release: 903, roleAPI: RoleAPI2},
		{name: "9.4", version: "9.4.0", release: 904, roleAPI: RoleAPI2},
		{name: "9.5", version: "9.5.4", release: 905, roleAPI: RoleAPI3},
		{name: "9.6", version: "9.6.0", release: 906, roleAPI: RoleAPI3},
		{name: "serverless-security", version: "9.5.0", release: serverlessRelease, roleAPI: RoleAPI3, project: "security"},
		{name: "serverless-observability", version: "9.5.0", release: serverlessRelease, roleAPI: RoleAPI3, project: "observability"},
		{name: "serverless-search", version: "9.5.0", release: serverlessRelease, roleAPI: RoleAPI3, project: "search"},
	}
}

func (e edition) profile() Profile {
	features, reserved := registeredFeatures(e.release, e.project)
	return Profile{
		Name:       e.name,
		Version:    e.version,
		Serverless: e.project != "",
		License:    "trial",
		RoleAPI:    e.roleAPI,
		Features:   features,
		Reserved:   reserved,
		release:    e.release,
	}
}
