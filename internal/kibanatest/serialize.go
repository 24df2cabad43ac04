package kibanatest

import (
	"bytes"
	"encoding/json"
	"slices"
)

// The applications whose privileges Kibana understands: its own, and two forms
// that only built-in or hand-made roles have.
const (
	kibanaApplication   = "kibana-.kibana"
	anyKibanaWildcard   = "kibana-*"
	anyApplication      = "*"
	globalResource      = "*"
	spaceResourcePrefix = "space:"
	spaceBasePrefix     = "space_"
	featurePrefix       = "feature_"
	reservedPrefix      = "reserved_"
)

// toES is the role that Kibana sends to Elasticsearch for a payload. All it
// keeps of the existing role are the entries of other applications.
func (p payload) toES(existing ESRole) ESRole {
	role := ESRole{
		Cluster:       p.Elasticsearch.Cluster,
		Indices:       p.Elasticsearch.Indices,
		RunAs:         p.Elasticsearch.RunAs,
		RemoteIndices: p.Elasticsearch.RemoteIndices,
		RemoteCluster: p.Elasticsearch.RemoteCluster,
		Global:        p.Elasticsearch.Global,
		Description:   p.Description,
		Metadata:      asJavaScript(p.Metadata),
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

// asJavaScript rewrites JSON as a program does that reads every number as a
// float: 1.0 comes out as 1, and large integers lose digits.
func asJavaScript(metadata map[string]json.RawMessage) map[string]json.RawMessage {
	rewritten := make(map[string]json.RawMessage, len(metadata))
	for key, raw := range metadata {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.UseNumber()
		var value any
		if decoder.Decode(&value) != nil {
			continue
		}
		if text, err := json.Marshal(numbersAsJavaScript(value)); err == nil {
			rewritten[key] = text
		}
	}
	return rewritten
}

// numbersAsJavaScript reads the numbers in a value as floats. One beyond all
// floats is written as null, and zero has no sign.
func numbersAsJavaScript(value any) any {
	switch value := value.(type) {
	case json.Number:
		number, err := value.Float64()
		switch {
		case err != nil:
			return nil
		case number == 0:
			return 0
		}
		return number
	case []any:
		for i := range value {
			value[i] = numbersAsJavaScript(value[i])
		}
	case map[string]any:
		for key := range value {
			value[key] = numbersAsJavaScript(value[key])
		}
	}
	return value
}

// toES writes base privileges before features, and nothing for an empty list.
func (e kibanaEntry) toES() ESApplication {
	app := ESApplication{Application: kibanaApplication, Privileges: []string{}, Resources: []string{}}
	global := slices.Equal(e.Spaces, []string{allSpaces})
	for _, base := range e.Base {
		if !global {
			base = spaceBasePrefix + base
		}
		app.Privileges = append(app.Privileges, base)
	}
	for _, grant := range e.Feature {
		for _, privilege := range grant.Privileges {
			app.Privileges = append(app.Privileges, featurePrefix+grant.Feature+"."+privilege)
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
