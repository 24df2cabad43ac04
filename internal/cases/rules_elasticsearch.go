package cases

import (
	"encoding/json"
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// CheckElasticsearch returns the errors in the Elasticsearch privileges of a role.
// It skips nil lists, which are unknown. Paths start at the block elasticsearch.
func CheckElasticsearch(e roles.Elasticsearch) []Finding {
	var f findings
	root := Path{Attribute("elasticsearch")}
	checkIDs(&f, root.at(Attribute("cluster")), "privilege", e.Cluster)
	checkIDs(&f, root.at(Attribute("run_as")), "user", e.RunAs)
	for i, indices := range e.Indices {
		checkIndices(&f, root.at(Attribute("indices"), Index(i)), indices)
	}
	for i, indices := range e.RemoteIndices {
		at := root.at(Attribute("remote_indices"), Index(i))
		checkNames(&f, at.at(Attribute("clusters")), "remote cluster", indices.Clusters)
		checkIndices(&f, at, indices)
	}
	for i, remote := range e.RemoteCluster {
		at := root.at(Attribute("remote_cluster"), Index(i))
		checkNames(&f, at.at(Attribute("clusters")), "remote cluster", remote.Clusters)
		checkNames(&f, at.at(Attribute("privileges")), "privilege", remote.Privileges)
	}
	return f
}

func checkIndices(f *findings, at Path, i roles.Indices) {
	checkNames(f, at.at(Attribute("names")), "index name or pattern", i.Names)
	checkNames(f, at.at(Attribute("privileges")), "privilege", i.Privileges)
	if i.Query != nil && !isJSONObject(*i.Query) {
		f.errorf(at.at(Attribute("query")), "Query is not a JSON object",
			`A query limits the documents that can be read, and is written as a JSON object: query = jsonencode({ match_all = {} }), for instance. To let every document be read, leave it out.`)
	}
	if i.FieldSecurity != nil {
		checkFieldSecurity(f, at.at(Attribute("field_security")), *i.FieldSecurity)
	}
}

func isJSONObject(text string) bool {
	var keys map[string]json.RawMessage
	return json.Unmarshal([]byte(text), &keys) == nil && keys != nil
}

// checkNames refuses an empty list, and empty elements. Noun is the singular noun for
// an element.
func checkNames(f *findings, at Path, noun string, list []string) {
	if list != nil && len(list) == 0 {
		f.errorf(at, "Empty list", "Write at least one %s, or remove the block.", noun)
	}
	checkIDs(f, at, noun, list)
}

// checkIDs refuses empty elements.
func checkIDs(f *findings, at Path, noun string, list []string) {
	if slices.Contains(list, "") {
		f.errorf(at, "Empty element", "An empty text is no %s. Remove it.", noun)
	}
}

// checkFieldSecurity refuses exceptions without grant, exceptions that grant does not
// cover, and empty elements. Elasticsearch refuses the first two. It accepts an empty
// grant without exceptions, which grants no field.
func checkFieldSecurity(f *findings, at Path, s roles.FieldSecurity) {
	switch {
	case s.Grant == nil && len(s.Except) == 0:
		f.errorf(at, "Field security without grant",
			`field_security has no grant. Write grant with the fields that people can read, or remove field_security to let them read every field.`)
		return
	case len(s.Grant) == 0 && len(s.Except) > 0:
		f.errorf(at, "Field security without grant",
			`except takes fields away from grant, and grant is missing or empty. Write grant = ["*"] to except from all fields, or remove field_security to grant them all.`)
		return
	}
	checkIDs(f, at.at(Attribute("grant")), "field", s.Grant)
	checkIDs(f, at.at(Attribute("except")), "field", s.Except)
	for _, except := range s.Except {
		if except != "" && !isCovered(except, s.Grant) {
			f.errorf(at.at(Attribute("except")), "Exception was not granted",
				"%q is not within grant, and Elasticsearch refuses exceptions that were not granted. Remove it, or add it to grant.", except)
		}
	}
}
