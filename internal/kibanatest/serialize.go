package kibanatest

import (
	"bytes"
	"encoding/json"
	"slices"
)

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

// asJavaScript encodes metadata again as JavaScript does. JavaScript reads every
// number as a float: 1.0 becomes 1, and large integers lose digits.
func asJavaScript(metadata map[string]json.RawMessage) map[string]json.RawMessage {
	encoded := make(map[string]json.RawMessage, len(metadata))
	for key, raw := range metadata {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.UseNumber()
		var value any
		if decoder.Decode(&value) != nil {
			continue
		}
		if text, err := json.Marshal(numbersAsJavaScript(value)); err == nil {
			encoded[key] = text
		}
	}
	return encoded
}

// numbersAsJavaScript converts the numbers in a value to floats. A number that is too
// large for a float becomes null, and -0 becomes 0.
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
