package kibanatest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxElasticsearchBody is http.max_content_length of Elasticsearch, in bytes.
const maxElasticsearchBody = 100 << 20

// collaboration is the licensed feature of the routes that search profiles.
const collaboration = "user-profile-collaboration"

// esRoute is an HTTP route of Elasticsearch.
type esRoute struct {
	methods []string
	path    string // the last segment can be a parameter
	query   []string
	// action is what the caller must be allowed to do. Everybody may use a route without
	// one.
	action string
	// privileges are the cluster privileges that allow the action.
	privileges string
	right      Right // besides ManageSecurity
	// onServerless says that users of a serverless project may use the route.
	onServerless bool
	// feature is the feature that the licence must include.
	feature string
	// native names what can be switched off.
	native string
	handle func(*esCall) (status int, answer any)
}

// esCall is one request to a route of Elasticsearch.
type esCall struct {
	*Server
	route   esRoute
	request *http.Request
	user    user
	body    []byte
	param   string // the path parameter
}

// elasticsearchRoutes returns the routes. A fixed segment is listed before a parameter in
// its place.
func elasticsearchRoutes() []esRoute {
	const readSecurity, readProfiles = "read_security,manage_security,all", "manage_user_profile,read_security,manage_security,all"
	read, search := []string{"GET"}, []string{"GET", "POST"}
	route := func(methods []string, path, action, privileges string, handle func(*esCall) (int, any)) esRoute {
		return esRoute{
			methods: methods, path: "/_security/" + path, handle: handle,
			action: "cluster:admin/xpack/security/" + action, privileges: privileges, right: ReadSecurity,
		}
	}
	users := route(read, "user", "user/get", readSecurity, (*esCall).getUsers)
	users.query, users.native = []string{"with_profile_uid"}, nativeUsers
	user := users
	user.path += "/{names}"
	mappings := route(read, "role_mapping", "role_mapping/get", readSecurity, (*esCall).getRoleMappings)
	mapping := mappings
	mapping.path += "/{names}"
	suggest := route(search, "profile/_suggest", "profile/suggest", readProfiles, (*esCall).suggestProfiles)
	suggest.query, suggest.feature = []string{"data"}, collaboration
	hasPrivileges := route(search, "profile/_has_privileges", "profile/has_privileges", readProfiles, (*esCall).profilesWithPrivileges)
	hasPrivileges.feature = collaboration
	profiles := route(read, "profile/{uids}", "profile/get", readProfiles, (*esCall).getProfiles)
	profiles.query = []string{"data"}
	authenticate := esRoute{methods: read, path: "/_security/_authenticate", onServerless: true, handle: (*esCall).getCaller}
	return append(elasticsearchWrites(), authenticate, users, user, mappings, mapping, suggest, hasPrivileges, profiles)
}

// answerElasticsearch returns Elasticsearch's answer to a request.
func (s *Server) answerElasticsearch(r *http.Request, body []byte) *Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &esCall{Server: s, request: r, body: body}
	status, answer := c.run()
	a := &Answer{Status: status, Header: make(http.Header), Body: must(encodeJSON(answer))}
	a.Header.Set("Content-Type", "application/json")
	a.Header.Set("X-Elastic-Product", "Elasticsearch")
	if status == http.StatusUnauthorized {
		a.Header["Www-Authenticate"] = challenges()
	}
	return a
}

// run checks the credentials, then the route, and then the request.
func (c *esCall) run() (int, any) {
	if status, refusal := c.authenticate(); status != 0 {
		return status, refusal
	}
	if status, refusal := c.find(); status != 0 {
		return status, refusal
	}
	if status, refusal := c.checkRoute(); status != 0 {
		return status, refusal
	}
	return c.route.handle(c)
}

// find finds the route of the request.
func (c *esCall) find() (int, any) {
	var allowed []string
	for _, rt := range elasticsearchRoutes() {
		param, ok := matchPath(rt.path, c.request.URL.RawPath)
		if !ok {
			continue
		}
		if slices.Contains(rt.methods, c.request.Method) {
			c.route, c.param = rt, param
			return 0, nil
		}
		allowed = append(allowed, rt.methods...)
	}
	uri := c.request.URL.RequestURI()
	if len(allowed) == 0 {
		return http.StatusBadRequest, esError{
			Error: fmt.Sprintf("no handler found for uri [%s] and method [%s]", uri, c.request.Method),
		}
	}
	return http.StatusMethodNotAllowed, esError{
		Error: fmt.Sprintf("Incorrect HTTP method for uri [%s] and method [%s], allowed: [%s]",
			uri, c.request.Method, strings.Join(allowed, ", ")),
		Status: http.StatusMethodNotAllowed,
	}
}

// checkRoute reports whether the route is available, and knows the query parameters.
func (c *esCall) checkRoute() (int, any) {
	if c.profile.Serverless && !c.route.onServerless {
		return gone("api_not_available_exception",
			"Request for uri [%s] with method [%s] exists but is not available when running in serverless mode",
			c.request.URL.RequestURI(), c.request.Method)
	}
	if c.route.native == nativeUsers && c.es.users.nativeOff {
		return gone("status_exception", "%s is not enabled in this Elasticsearch instance", c.route.native)
	}
	if c.route.feature != "" && !c.profile.allowsCollaboration() {
		return unlicensed(c.route.feature)
	}
	for name := range c.request.URL.Query() {
		if !slices.Contains([]string{"pretty", "human", "filter_path", "error_trace", "format"}, name) && !slices.Contains(c.route.query, name) {
			return invalid("illegal_argument_exception", "request [%s] contains unrecognized parameter: [%s]", c.request.URL.Path, name)
		}
	}
	return 0, nil
}

// authorize checks the caller's rights, after the validation of the request.
func (c *esCall) authorize() (int, any) {
	if c.user.can(ManageSecurity) || c.user.can(c.route.right) {
		return 0, nil
	}
	return failed(http.StatusForbidden, esCause{
		Type: "security_exception", Reason: c.user.unauthorized(c.route.action, c.route.privileges),
	})
}

// authenticate finds the caller.
func (c *esCall) authenticate() (int, any) {
	header := c.request.Header.Get("Authorization")
	for _, known := range c.credentials {
		if sameCredential(known.header, header) {
			c.user = user{known.name, known.rights, known.spaces}
			return 0, nil
		}
	}
	if header == "" && c.es.users.anonymous != nil {
		c.user = user{name: c.es.users.anonymous.Username}
		return 0, nil
	}
	what := "unable to authenticate with provided credentials"
	scheme, value, _ := strings.Cut(header, " ")
	switch {
	case header == "":
		what = "missing authentication credentials"
	case strings.EqualFold(scheme, "basic"):
		decoded, _ := base64.StdEncoding.DecodeString(value)
		name, _, _ := strings.Cut(string(decoded), ":")
		what = fmt.Sprintf("unable to authenticate user [%s]", name)
	}
	return failed(http.StatusUnauthorized, esCause{
		Type: "security_exception", Reason: fmt.Sprintf("%s for REST request [%s]", what, c.request.URL.RequestURI()),
		Header: http.Header{"WWW-Authenticate": challenges()},
	})
}

func challenges() []string {
	return []string{`Basic realm="security", charset="UTF-8"`, `Bearer realm="security"`, "ApiKey"}
}

// names returns the names in the path parameter. Commas separate them.
func (c *esCall) names() []string {
	return slices.DeleteFunc(strings.Split(c.param, ","), func(name string) bool { return name == "" })
}

// matchPath reports whether an escaped path is that of a route, and returns its path
// parameter. A parameter is one path segment that is not empty: a slash in it is escaped.
func matchPath(route, path string) (param string, ok bool) {
	want, got := strings.Split(route, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return "", false
	}
	for i, segment := range want {
		switch {
		case strings.HasPrefix(segment, "{") && got[i] != "":
			param, _ = url.PathUnescape(got[i]) // cannot fail: net/http has unescaped it before
		case segment != got[i]:
			return "", false
		}
	}
	return param, true
}
