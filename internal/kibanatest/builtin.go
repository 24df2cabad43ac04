package kibanatest

import "encoding/json"

// builtInRoles returns some of Elasticsearch's reserved roles.
func builtInRoles() map[string]ESRole {
	roles := map[string]ESRole{
		"superuser": {
			Cluster: []string{"all"},
			Indices: []ESIndices{
				{Names: []string{"*"}, Privileges: []string{"all"}},
				{
					Names:                  []string{"*"},
					Privileges:             []string{"monitor", "read", "read_cross_cluster", "view_index_metadata"},
					AllowRestrictedIndices: true,
				},
			},
			Applications: allSpacesApplication(anyApplication, "*"),
			RunAs:        []string{"*"},
		},
		"kibana_admin": {Applications: allSpacesApplication(kibanaApplication, "all")},
		"editor":       {Applications: allSpacesApplication(kibanaApplication, "all")},
		"viewer":       {Applications: allSpacesApplication(kibanaApplication, "read")},
		"kibana_system": {
			Cluster: []string{"monitor", "manage_own_api_key"},
			Indices: []ESIndices{{Names: []string{".kibana*"}, Privileges: []string{"all"}, AllowRestrictedIndices: true}},
		},
	}
	for name, role := range roles {
		role.Metadata = map[string]json.RawMessage{"_reserved": json.RawMessage("true")}
		roles[name] = role
	}
	return roles
}

// allSpacesApplication returns an entry with one privilege in all spaces.
func allSpacesApplication(application, privilege string) []ESApplication {
	return []ESApplication{{
		Application: application,
		Privileges:  []string{privilege},
		Resources:   []string{globalResource},
	}}
}
