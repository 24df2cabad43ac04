package kibanatest

import (
	"encoding/json"
	"slices"
)

// roleView is a role as GET /api/security/role/{name} shows it.
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

// transientMetadata is what Elasticsearch says of a role at this moment.
type transientMetadata struct {
	Enabled            bool     `json:"enabled"`
	UnlicensedFeatures []string `json:"unlicensed_features,omitempty"`
}

// transformError is how [WireG3] reports a role that cannot be decoded.
type transformError struct {
	Reason string          `json:"reason"`
	State  []ESApplication `json:"state"`
}

// view decodes a stored role.
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
	if p.Wire >= WireG3 {
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

func (p Profile) transformError(reason string, apps []ESApplication) any {
	switch p.Wire {
	case WireG1:
		return "kibana"
	case WireG2:
		return "kibana:" + reason
	default:
		related := slices.DeleteFunc(slices.Clone(apps), func(a ESApplication) bool { return !kibanaRelated(a) })
		return transformError{"kibana:" + reason, related}
	}
}

// transient says that a role is switched off when it limits documents or
// fields and the licence does not allow that any more.
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

func (r ESRole) allIndices() []ESIndices { return slices.Concat(r.Indices, r.RemoteIndices) }

func (x ESIndices) limitsDocuments() bool { return x.Query != "" }

// limitsFields tells whether some fields are withheld; granting "*" is no limit.
func (x ESIndices) limitsFields() bool {
	return x.FieldSecurity != nil &&
		(len(x.FieldSecurity.Except) > 0 || !slices.Equal(x.FieldSecurity.Grant, []string{"*"}))
}
