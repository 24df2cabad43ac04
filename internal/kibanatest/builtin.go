package kibanatest

import "encoding/json"

// builtInRoles are the reserved roles that a test is likely to meet.
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
			Applications: grantEverywhere(anyApplication, "*"),
			RunAs:        []string{"*"},
		},
		"kibana_admin": {Applications: grantEverywhere(kibanaApplication, "all")},
		"editor":       {Applications: grantEverywhere(kibanaApplication, "all")},
		"viewer":       {Applications: grantEverywhere(kibanaApplication, "read")},
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

func grantEverywhere(application, privilege string) []ESApplication {
	return []ESApplication{{
		Application: application,
		Privileges:  []string{privilege},
		Resources:   []string{globalResource},
	}}
}
