package kibanatest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// elasticsearchWrites returns the routes that change people. Tests use them where they
// also run against a real Elasticsearch.
func elasticsearchWrites() []esRoute {
	const manage = "manage_security,all"
	put, post, del := []string{"PUT", "POST"}, []string{"POST"}, []string{"DELETE"}
	route := func(methods []string, path, action, privileges string, handle func(*esCall) (int, any)) esRoute {
		return esRoute{
			methods: methods, path: "/_security/" + path, handle: handle,
			action: "cluster:admin/xpack/security/" + action, privileges: privileges, right: ManageSecurity,
		}
	}
	routes := []esRoute{
		route(put, "user/{name}", "user/put", manage, (*esCall).putUser),
		route(del, "user/{name}", "user/delete", manage, (*esCall).deleteUser),
		route(put, "user/{name}/_disable", "user/set_enabled", manage, (*esCall).disableUser),
		route(put, "user/{name}/_enable", "user/set_enabled", manage, (*esCall).enableUser),
	}
	for i := range routes {
		routes[i].native = nativeUsers
	}
	return append(routes,
		route(post, "profile/_activate", "profile/activate", "manage_user_profile,manage_security,all", (*esCall).activateProfile),
		route(put, "profile/{uid}/_disable", "profile/set_enabled", "manage_user_profile,manage_security,all", (*esCall).disableProfile),
		route(put, "role_mapping/{name}", "role_mapping/put", manage, (*esCall).putRoleMapping),
		route(del, "role_mapping/{name}", "role_mapping/delete", manage, (*esCall).deleteRoleMapping),
	)
}

// putUser answers PUT and POST /_security/user/{name}.
func (c *esCall) putUser() (int, any) {
	var body struct {
		Password *string                    `json:"password"`
		Roles    []string                   `json:"roles"`
		FullName string                     `json:"full_name"`
		Email    string                     `json:"email"`
		Metadata map[string]json.RawMessage `json:"metadata"`
		Enabled  *bool                      `json:"enabled"`
	}
	if err := decodeStrictly(c.body, &body); err != nil {
		return invalid("parse_exception", "failed to parse add user request. %v", err)
	}
	store := &c.es.users
	known, realm := store.find(c.param)
	switch {
	case realm == ReservedRealm:
		return unusable("Username [" + c.param + "] is reserved and may not be used.")
	case body.Roles == nil:
		return unusable("roles are missing")
	case known == nil && body.Password == nil:
		return unusable("password must be specified unless you are updating an existing user")
	}
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	if body.Password != nil {
		store.passwords[c.param] = *body.Password
	}
	disabled := body.Enabled != nil && !*body.Enabled || body.Enabled == nil && known != nil && known.Disabled
	store.put(ESUser{c.param, body.FullName, body.Email, body.Roles, body.Metadata, disabled})
	return http.StatusOK, map[string]bool{"created": known == nil}
}

// deleteUser answers DELETE /_security/user/{name}.
func (c *esCall) deleteUser() (int, any) {
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	delete(c.es.users.passwords, c.param)
	return foundOrNot(c.es.users.remove(c.param))
}

// foundOrNot returns the answer to a DELETE.
func foundOrNot(found bool) (int, any) {
	status := http.StatusOK
	if !found {
		status = http.StatusNotFound
	}
	return status, map[string]bool{"found": found}
}

func (c *esCall) disableUser() (int, any) { return c.setUserDisabled(true) }

func (c *esCall) enableUser() (int, any) { return c.setUserDisabled(false) }

// setUserDisabled answers PUT and POST /_security/user/{name}/_disable and _enable.
func (c *esCall) setUserDisabled(disabled bool) (int, any) {
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	if !c.es.users.setDisabled(c.param, disabled) {
		return unusable("only existing users can be disabled")
	}
	return http.StatusOK, struct{}{}
}

// activateProfile answers POST /_security/profile/_activate, by which Kibana logs people
// in. The double takes passwords only.
func (c *esCall) activateProfile() (int, any) {
	var body struct {
		GrantType string `json:"grant_type"`
		Username  string `json:"username"`
		Password  string `json:"password"`
	}
	if err := decodeStrictly(c.body, &body); err != nil || body.GrantType != "password" {
		return invalid("x_content_parse_exception", "[profile_activate_request] the double needs grant_type password, username and password")
	}
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	u, realm := c.es.users.find(body.Username)
	if u == nil || u.Disabled || !c.knowsPassword(body.Username, body.Password) {
		return failed(http.StatusUnauthorized, esCause{
			Type: "security_exception", Reason: "unable to authenticate user [" + body.Username + "] for action [" + c.route.action + "]",
		})
	}
	return http.StatusOK, c.es.profiles.activate(realm, *u).whole()
}

// knowsPassword reports whether a password is that of a user, or of one of the server's
// credentials.
func (c *esCall) knowsPassword(name, password string) bool {
	if stored, there := c.es.users.passwords[name]; there {
		return stored == password
	}
	return slices.ContainsFunc(c.credentials, func(known Credential) bool { return known.header == Basic(name, password).header })
}

// disableProfile answers PUT and POST /_security/profile/{uid}/_disable.
func (c *esCall) disableProfile() (int, any) {
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	profile, there := c.es.profiles.byUID[c.param]
	if !there {
		return failed(http.StatusNotFound, esCause{Type: "document_missing_exception", Reason: "[profile_" + c.param + "]: document missing"})
	}
	profile.disabled = true
	return http.StatusOK, map[string]bool{"acknowledged": true}
}

// putRoleMapping answers PUT and POST /_security/role_mapping/{name}.
func (c *esCall) putRoleMapping() (int, any) {
	var body struct {
		Enabled   *bool                      `json:"enabled"`
		Roles     []string                   `json:"roles"`
		Templates []ESRoleTemplate           `json:"role_templates"`
		Rules     json.RawMessage            `json:"rules"`
		Metadata  map[string]json.RawMessage `json:"metadata"`
	}
	if err := decodeStrictly(c.body, &body); err != nil {
		return invalid("x_content_parse_exception", "[role-mapping] %v", err)
	}
	if len(body.Roles)+len(body.Templates) == 0 || body.Rules == nil {
		return unusable("role-mapping roles or role-templates, and rules, are missing")
	}
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	for i, template := range body.Templates {
		if template.Format == "" {
			body.Templates[i].Format = "string"
		}
	}
	_, known := c.es.mappings[c.param]
	c.es.putMapping(c.param, ESRoleMapping{
		Disabled: body.Enabled != nil && !*body.Enabled, Roles: body.Roles, Templates: body.Templates, Rules: body.Rules, Metadata: body.Metadata,
	})
	return http.StatusOK, map[string]map[string]bool{"role_mapping": {"created": !known}}
}

// deleteRoleMapping answers DELETE /_security/role_mapping/{name}.
func (c *esCall) deleteRoleMapping() (int, any) {
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	m, known := c.es.mappings[c.param]
	if known && !m.Operator {
		delete(c.es.mappings, c.param)
	}
	return foundOrNot(known && !m.Operator)
}
