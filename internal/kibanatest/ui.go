package kibanatest

import (
	"fmt"
	"slices"
)

// SaveInUI saves a role as an administrator does who opens the role form and clicks
// on save. The form replaces deprecated privileges, merges entries with the same
// privileges, and drops everything that Kibana does not show. SaveInUI panics if the
// form could not save the role.
func (s *Server) SaveInUI(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	role, ok := s.es.roles[name]
	if !ok {
		panic(fmt.Sprintf("kibanatest: no role %q to save", name))
	}
	view, err := s.profile.view(name, role, s.profile.hasReplacements())
	if err != nil || len(view.TransformError) > 0 {
		panic(fmt.Sprintf("kibanatest: role %q cannot be shown: %v%v", name, err, view.TransformError))
	}
	admin := user{name: "elastic", rights: []Right{ManageSecurity}}
	if bad := s.es.put(s.profile, admin, name, view.formPayload().toES(role)); bad != nil {
		panic(fmt.Sprintf("kibanatest: role %q cannot be saved: %s", name, bad.Message))
	}
}

// formPayload returns the body that the role form sends for a role that it has read.
func (v roleView) formPayload() payload {
	p := payload{Description: v.Description, Metadata: v.Metadata}
	p.Elasticsearch.Cluster = v.Elasticsearch.Cluster
	p.Elasticsearch.Indices = v.Elasticsearch.Indices
	p.Elasticsearch.RunAs = v.Elasticsearch.RunAs
	p.Elasticsearch.RemoteIndices = v.Elasticsearch.RemoteIndices
	p.Elasticsearch.RemoteCluster = v.Elasticsearch.RemoteCluster
	p.Elasticsearch.Global = v.Elasticsearch.Global
	for _, entry := range v.Kibana {
		if len(entry.Reserved) > 0 || slices.Contains(entry.Base, "*") {
			continue
		}
		i := slices.IndexFunc(p.Kibana, func(e kibanaEntry) bool { return e.samePrivileges(entry) })
		if i < 0 || slices.Contains(entry.Spaces, allSpaces) || slices.Contains(p.Kibana[i].Spaces, allSpaces) {
			p.Kibana = append(p.Kibana, entry)
			continue
		}
		p.Kibana[i].Spaces = append(p.Kibana[i].Spaces, entry.Spaces...)
	}
	return p
}

// samePrivileges reports whether two entries have the same privileges. It ignores
// their spaces.
func (e kibanaEntry) samePrivileges(other kibanaEntry) bool {
	return slices.Equal(e.Base, other.Base) &&
		slices.EqualFunc(e.Feature, other.Feature, func(a, b FeaturePrivileges) bool {
			return a.Feature == b.Feature && slices.Equal(a.Privileges, b.Privileges)
		})
}
