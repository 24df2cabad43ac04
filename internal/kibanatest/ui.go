package kibanatest

import (
	"fmt"
	"slices"
)

// SaveInUI does what an administrator does who opens a role in the role form
// and saves it: deprecated privileges become those that replace them, entries
// that grant the same become one, and what Kibana does not model is lost. It
// panics when the form could not save the role.
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
	admin := user{"elastic", []Right{ManageSecurity}}
	if bad := s.es.put(s.profile, admin, name, view.saved().toES(role)); bad != nil {
		panic(fmt.Sprintf("kibanatest: role %q cannot be saved: %s", name, bad.Message))
	}
}

// saved is what the role form sends for a role that it has read.
func (v roleView) saved() payload {
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
		i := slices.IndexFunc(p.Kibana, func(e kibanaEntry) bool { return e.grantsSame(entry) })
		if i < 0 || slices.Contains(entry.Spaces, allSpaces) || slices.Contains(p.Kibana[i].Spaces, allSpaces) {
			p.Kibana = append(p.Kibana, entry)
			continue
		}
		p.Kibana[i].Spaces = append(p.Kibana[i].Spaces, entry.Spaces...)
	}
	return p
}

// grantsSame compares what two entries grant, wherever they grant it.
func (e kibanaEntry) grantsSame(other kibanaEntry) bool {
	return slices.Equal(e.Base, other.Base) &&
		slices.EqualFunc(e.Feature, other.Feature, func(a, b Grant) bool {
			return a.Feature == b.Feature && slices.Equal(a.Privileges, b.Privileges)
		})
}
