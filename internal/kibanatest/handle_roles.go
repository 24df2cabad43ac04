package kibanatest

import (
	"maps"
	"net/http"
	"slices"
)

// putRole answers PUT /api/security/role/{name}. It validates the request, reads the
// stored role, checks the privileges, and replaces the role.
func (c *call) putRole() (any, *apiError) {
	query, bad := c.validate(roleNameSchema(1024), field{name: "createOnly", schema: booleanSchema{}})
	if bad != nil {
		return nil, bad
	}
	body, bad := c.validateBody(c.profile.roleSchema())
	if bad != nil {
		return nil, bad
	}
	if bad := c.checkLicense(); bad != nil {
		return nil, bad
	}
	role, err := decodePayload(body)
	if err != nil {
		return nil, errorf(http.StatusInternalServerError, "%v", err)
	}
	found, bad := c.es.get(c.user, c.param)
	if bad != nil && bad.Status != http.StatusNotFound {
		return nil, bad
	}
	if errs := c.profile.privilegeErrors(role.Kibana); len(errs) > 0 {
		list := must(encodeJSON(errs))
		return nil, errorf(http.StatusBadRequest, "Role cannot be updated due to validation errors: %s", list)
	}
	existing, exists := found[c.param]
	if exists && query.values["createOnly"] == true {
		return nil, errorf(http.StatusConflict, "Role already exists and cannot be created: %s", c.param)
	}
	return nil, c.es.put(c.profile, c.user, c.param, role.toES(existing))
}

// getRole answers GET /api/security/role/{name}.
func (c *call) getRole() (any, *apiError) {
	query, bad := c.validate(roleNameSchema(0), c.roleQuery()...)
	if bad != nil {
		return nil, bad
	}
	if bad := c.checkLicense(); bad != nil {
		return nil, bad
	}
	found, bad := c.es.get(c.user, c.param)
	if bad != nil && bad.Status != http.StatusNotFound {
		return nil, bad
	}
	role, ok := found[c.param]
	if !ok {
		if bad == nil || c.profile.Serverless {
			return c.notFound()
		}
		return nil, bad
	}
	view, err := c.profile.view(c.param, role, query.values["replaceDeprecatedPrivileges"] == true)
	if err != nil {
		return nil, errorf(http.StatusInternalServerError, "%v", err)
	}
	return view, nil
}

// getRoles answers GET /api/security/role with all roles, sorted by name. Serverless
// leaves out the built-in roles. A single role that Kibana cannot process fails the
// whole request.
func (c *call) getRoles() (any, *apiError) {
	query, bad := c.validate(nil, c.roleQuery()...)
	if bad != nil {
		return nil, bad
	}
	if bad := c.checkLicense(); bad != nil {
		return nil, bad
	}
	roles, bad := c.es.all(c.user)
	if bad != nil {
		return nil, bad
	}
	views := []roleView{}
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		if c.profile.Serverless && roles[name].reserved() {
			continue
		}
		view, err := c.profile.view(name, roles[name], query.values["replaceDeprecatedPrivileges"] == true)
		if err != nil {
			return nil, errorf(http.StatusInternalServerError, "%v", err)
		}
		views = append(views, view)
	}
	return views, nil
}

// deleteRole answers DELETE /api/security/role/{name}.
func (c *call) deleteRole() (any, *apiError) {
	if _, bad := c.validate(roleNameSchema(0)); bad != nil {
		return nil, bad
	}
	if bad := c.checkLicense(); bad != nil {
		return nil, bad
	}
	return nil, c.es.delete(c.user, c.param)
}

// roleQuery returns the query parameters of the two GET routes.
func (c *call) roleQuery() []field {
	if !c.profile.hasReplacements() {
		return nil
	}
	return []field{{name: "replaceDeprecatedPrivileges", schema: booleanSchema{}}}
}
