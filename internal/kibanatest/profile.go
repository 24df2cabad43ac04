package kibanatest

import (
	"fmt"
	"slices"
)

// Wire is a generation of the role API: which limits it applies, how it words
// a refusal, and how it reports a role that it cannot decode.
type Wire int

const (
	// WireG1 has no size limits and reports an undecodable role as "kibana".
	WireG1 Wire = iota + 1
	// WireG2 limits array sizes and adds the reason: "kibana:<reason>".
	WireG2
	// WireG3 reports an object with the reason and the stored entries, takes the
	// elasticsearch key "global", and counts a space named twice as a duplicate.
	WireG3
)

// Profile is one Kibana: a version, its build flavour and licence, and the
// features that are registered in it.
type Profile struct {
	// Name is what [ProfileFor] knows the profile by.
	Name string
	// Version is the number that GET /api/status reports.
	Version string
	// Serverless is the build flavour "serverless"; otherwise "traditional".
	Serverless bool
	// License is the licence type, "trial" unless changed.
	License string
	// Wire is the generation of the role API.
	Wire Wire
	// Features are the registered features, deprecated ones included.
	Features []Feature
	// Reserved are the ids that GET /api/security/privileges lists as reserved.
	Reserved []string

	release release
}

// release is a version as one number, major*100+minor.
type release int

// serverlessRelease is what serverless projects, which have no version of
// their own, are compared by.
const serverlessRelease release = 905

// hasDescription tells whether roles have a description, and remote_cluster.
func (p Profile) hasDescription() bool { return p.release >= 815 }

// hasReplacements tells whether features can be deprecated and GET takes
// replaceDeprecatedPrivileges.
func (p Profile) hasReplacements() bool { return p.release >= 816 }

// feature finds a registered feature.
func (p Profile) feature(id string) (Feature, bool) {
	i := slices.IndexFunc(p.Features, func(f Feature) bool { return f.ID == id })
	if i < 0 {
		return Feature{}, false
	}
	return p.Features[i], true
}

// With returns the profile with features added; one with a known id replaces
// the feature of that id.
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

// Without returns the profile with features removed.
func (p Profile) Without(ids ...string) Profile {
	p.Features = slices.DeleteFunc(slices.Clone(p.Features), func(f Feature) bool {
		return slices.Contains(ids, f.ID)
	})
	return p
}

// edition is a row of the table of profiles.
type edition struct {
	name    string
	version string
	release release
	wire    Wire
	project string
}

func editions() []edition {
	return []edition{
		{name: "8.11", version: "8.11.4", release: 811, wire: WireG1},
		{name: "8.12", version: "8.12.2", release: 812, wire: WireG1},
		{name: "8.15", version: "8.15.5", release: 815, wire: WireG1},
		{name: "8.16", version: "8.16.6", release: 816, wire: WireG1},
		{name: "8.17", version: "8.17.10", release: 817, wire: WireG1},
		{name: "8.18", version: "8.18.8", release: 818, wire: WireG1},
		{name: "8.19", version: "8.19.5", release: 819, wire: WireG1},
		{name: "9.0", version: "9.0.8", release: 900, wire: WireG1},
		{name: "9.2", version: "9.2.0", release: 902, wire: WireG2},
		{name: "9.3", version: "9.3.0", release: 903, wire: WireG2},
		{name: "9.4", version: "9.4.0", release: 904, wire: WireG3},
		{name: "9.5", version: "9.5.0", release: 905, wire: WireG3},
		{name: "serverless-security", version: "9.5.0", release: serverlessRelease, wire: WireG3, project: "security"},
		{name: "serverless-observability", version: "9.5.0", release: serverlessRelease, wire: WireG3, project: "observability"},
		{name: "serverless-search", version: "9.5.0", release: serverlessRelease, wire: WireG3, project: "search"},
	}
}

// ProfileNames lists the profiles, oldest first, serverless projects last.
func ProfileNames() []string {
	var names []string
	for _, e := range editions() {
		names = append(names, e.name)
	}
	return names
}

// ProfileFor returns the profile of a name such as "9.5" or
// "serverless-security".
func ProfileFor(name string) (Profile, error) {
	for _, e := range editions() {
		if e.name == name {
			return e.profile(), nil
		}
	}
	return Profile{}, fmt.Errorf("no profile %q; there are %q", name, ProfileNames())
}

// Newest returns the profile of the newest Kibana, 9.5.
func Newest() Profile {
	p, err := ProfileFor("9.5")
	if err != nil {
		panic(err)
	}
	return p
}

func (e edition) profile() Profile {
	features, reserved := registered(e.release, e.project)
	return Profile{
		Name:       e.name,
		Version:    e.version,
		Serverless: e.project != "",
		License:    "trial",
		Wire:       e.wire,
		Features:   features,
		Reserved:   reserved,
		release:    e.release,
	}
}
