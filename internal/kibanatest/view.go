package kibanatest

import (
	"encoding/json"
	"slices"
)

// roleView is a role in an answer of GET /api/security/role/{name}.
type roleView struct {
	Name          string                     `json:"name"`
	Description   string                     `json:"description,omitempty"`
	Metadata      map[string]json.RawMessage `json:"metadata"`
	Transient     transientMetadata          `json:"transient_metadata"`
	Elasticsearch struct {
		Cluster       []string          `json:"cluster"`
		RemoteCluster []ESRemoteCluster `json:"remote_cluster,omitempty"`
		Indices       []ESIndices       `json:"indices"`
		RemoteIndices []ESIndices       `json:"remote_indices,omitempty"`
		RunAs         []string          `json:"run_as"`
		Global        json.RawMessage   `json:"global,omitempty"`
	} `json:"elasticsearch"`
	Kibana         []kibanaEntry `json:"kibana"`
	TransformError []any         `json:"_transform_error"`
	Unrecognized   []string      `json:"_unrecognized_applications"`
}

// transientMetadata says whether the licence allows the role.
type transientMetadata struct {
	Enabled            bool     `json:"enabled"`
	UnlicensedFeatures []string `json:"unlicensed_features,omitempty"`
}

// transformError is the report of [RoleAPI3] for a role that cannot be decoded.
type transformError struct {
	Reason string          `json:"reason"`
	State  []ESApplication `json:"state"`
}

// view converts a stored role for an answer.
func (p Profile) view(name string, role ESRole, replaceDeprecated bool) (roleView, error) {
	entries, reason, err := p.fromES(role.Applications, replaceDeprecated)
	if err != nil {
		return roleView{}, err
	}
	role = role.normalized()
	v := roleView{
		Name:           name,
		Metadata:       role.Metadata,
		Transient:      p.transient(role),
		Kibana:         orEmpty(entries),
		TransformError: []any{},
		Unrecognized:   []string{},
	}
	v.Elasticsearch.Cluster = role.Cluster
	v.Elasticsearch.Indices = role.Indices
	v.Elasticsearch.RemoteIndices = role.RemoteIndices
	v.Elasticsearch.RunAs = role.RunAs
	if p.hasDescription() {
		v.Description = role.Description
		v.Elasticsearch.RemoteCluster = role.RemoteCluster
	}
	if p.hasGlobal() {
		v.Elasticsearch.Global = role.Global
	}
	if reason != "" {
		v.TransformError = []any{p.transformError(reason, role.Applications)}
	}
	for _, app := range role.Applications {
		if !kibanaRelated(app) && !slices.Contains(v.Unrecognized, app.Application) {
			v.Unrecognized = append(v.Unrecognized, app.Application)
		}
	}
	return v, nil
}

// transformError returns the report for a role that cannot be decoded.
func (p Profile) transformError(reason string, apps []ESApplication) any {
	switch p.RoleAPI {
	case RoleAPI1:
		return "kibana"
	case RoleAPI2:
		return "kibana:" + reason
	default:
		related := slices.DeleteFunc(slices.Clone(apps), func(a ESApplication) bool { return !kibanaRelated(a) })
		return transformError{"kibana:" + reason, related}
	}
}

// transient returns the transient metadata of a role. Elasticsearch disables a role
// with document or field level security if the licence does not allow that.
func (p Profile) transient(role ESRole) transientMetadata {
	var features []string
	if !p.allowsDocumentSecurity() {
		if slices.ContainsFunc(role.allIndices(), ESIndices.limitsFields) {
			features = append(features, "fls")
		}
		if slices.ContainsFunc(role.allIndices(), ESIndices.limitsDocuments) {
			features = append(features, "dls")
		}
	}
	return transientMetadata{Enabled: len(features) == 0, UnlicensedFeatures: features}
}

// limitsDocuments reports whether the entry has document level security.
func (x ESIndices) limitsDocuments() bool { return x.Query != "" }

// limitsFields reports whether the entry has field level security. A grant of "*"
// without exceptions does not limit anything.
func (x ESIndices) limitsFields() bool {
	return x.FieldSecurity != nil &&
		(len(x.FieldSecurity.Except) > 0 || !slices.Equal(x.FieldSecurity.Grant, []string{"*"}))
}
