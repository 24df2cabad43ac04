package kibanatest

import "slices"

// Kibana understands the privileges of its own application and of two wildcards.
// Only roles that were not written by Kibana have the wildcards.
const (
	kibanaApplication    = "kibana-.kibana"
	anyKibanaApplication = "kibana-*"
	anyApplication       = "*"
	globalResource       = "*"
	spaceResourcePrefix  = "space:"
	spaceBasePrefix      = "space_"
	featurePrefix        = "feature_"
	reservedPrefix       = "reserved_"
)

// toES returns the role that Kibana sends to Elasticsearch for a payload. It has the
// existing role's entries of other applications, and nothing else of that role.
func (p payload) toES(existing ESRole) ESRole {
	role := ESRole{
		Cluster:       p.Elasticsearch.Cluster,
		Indices:       p.Elasticsearch.Indices,
		RunAs:         p.Elasticsearch.RunAs,
		RemoteIndices: p.Elasticsearch.RemoteIndices,
		RemoteCluster: p.Elasticsearch.RemoteCluster,
		Global:        p.Elasticsearch.Global,
		Description:   p.Description,
		Metadata:      p.Metadata,
	}
	for _, entry := range p.Kibana {
		role.Applications = append(role.Applications, entry.toES())
	}
	for _, entry := range existing.Applications {
		if entry.Application != kibanaApplication {
			role.Applications = append(role.Applications, entry)
		}
	}
	return role.normalized()
}

// toES returns the application entry of a kibana entry, with base privileges before
// feature privileges.
func (e kibanaEntry) toES() ESApplication {
	app := ESApplication{Application: kibanaApplication, Privileges: []string{}, Resources: []string{}}
	global := slices.Equal(e.Spaces, []string{allSpaces})
	for _, base := range e.Base {
		if !global {
			base = spaceBasePrefix + base
		}
		app.Privileges = append(app.Privileges, base)
	}
	for _, listed := range e.Feature {
		for _, privilege := range listed.Privileges {
			app.Privileges = append(app.Privileges, featurePrefix+listed.Feature+"."+privilege)
		}
	}
	if global {
		app.Resources = append(app.Resources, globalResource)
		return app
	}
	for _, space := range e.Spaces {
		app.Resources = append(app.Resources, spaceResourcePrefix+space)
	}
	return app
}
