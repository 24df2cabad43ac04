package kibanatest

import (
	"net/http"
	"strings"
)

// elasticsearch is the state of the Elasticsearch behind Kibana. Server.mu guards it.
type elasticsearch struct {
	roles    map[string]ESRole // the native role store
	users    userStore
	profiles profileStore
	mappings map[string]ESRoleMapping
}

func newElasticsearch() elasticsearch {
	return elasticsearch{
		roles:    builtInRoles(),
		users:    newUserStore(),
		profiles: newProfileStore(),
		mappings: map[string]ESRoleMapping{},
	}
}

// get answers GET /_security/role/{name}. A comma separates names.
func (es elasticsearch) get(u user, name string) (map[string]ESRole, *apiError) {
	all, bad := es.all(u)
	if bad != nil {
		return nil, bad
	}
	found := make(map[string]ESRole)
	for part := range strings.SplitSeq(name, ",") {
		if role, ok := all[part]; ok {
			found[part] = role
		}
	}
	if len(found) == 0 {
		return nil, fromEmptyElasticsearch(http.StatusNotFound, "{}")
	}
	return found, nil
}

// all answers GET /_security/role.
func (es elasticsearch) all(u user) (map[string]ESRole, *apiError) {
	if !u.can(ReadSecurity) && !u.can(ManageSecurity) {
		return nil, u.forbidden("cluster:admin/xpack/security/role/get", "read_security,manage_security,all")
	}
	return es.roles, nil
}

// put answers PUT /_security/role/{name}.
func (es elasticsearch) put(p Profile, u user, name string, role ESRole) *apiError {
	if !u.can(ManageSecurity) {
		return u.forbidden("cluster:admin/xpack/security/role/put", "manage_security,all")
	}
	if bad := role.refusal(p, name, es.roles[name].reserved()); bad != nil {
		return bad
	}
	es.roles[name] = role.clone()
	return nil
}

// delete answers DELETE /_security/role/{name}.
func (es elasticsearch) delete(u user, name string) *apiError {
	if !u.can(ManageSecurity) {
		return u.forbidden("cluster:admin/xpack/security/role/delete", "manage_security,all")
	}
	role, ok := es.roles[name]
	if !ok {
		return fromEmptyElasticsearch(http.StatusNotFound, `{"found":false}`)
	}
	if role.reserved() {
		return fromElasticsearch(http.StatusBadRequest, "illegal_argument_exception",
			"role ["+name+"] is reserved and cannot be deleted")
	}
	delete(es.roles, name)
	return nil
}
