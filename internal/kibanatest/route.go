package kibanatest

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// apiVersion is the only version of the versioned routes.
const apiVersion = "2023-10-31"

var datePattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// route is an HTTP route of Kibana.
type route struct {
	method, path string
	// versioned routes read and set the header elastic-api-version.
	versioned bool
	// anonymous routes also answer callers that are not authenticated.
	anonymous bool
	handle    func(*call) (any, *apiError)
}

// call is one request to a route.
type call struct {
	*Server
	user user
	// authenticated says that the server accepted the caller's credentials.
	authenticated bool
	request       *http.Request
	body          []byte
	param         string // the path parameter
}

func routes() []route {
	const role, roles = "/api/security/role/{name}", "/api/security/role"
	return []route{
		{method: "PUT", path: role, versioned: true, handle: (*call).putRole},
		{method: "GET", path: role, versioned: true, handle: (*call).getRole},
		{method: "DELETE", path: role, versioned: true, handle: (*call).deleteRole},
		{method: "GET", path: roles, versioned: true, handle: (*call).getRoles},
		{method: "GET", path: "/api/security/privileges", handle: (*call).getPrivileges},
		{method: "GET", path: "/api/features", handle: (*call).getFeatures},
		{method: "GET", path: "/api/spaces/space", versioned: true, handle: (*call).getSpaces},
		{method: "GET", path: "/api/spaces/space/{id}", versioned: true, handle: (*call).getSpace},
		{method: "GET", path: "/api/status", anonymous: true, handle: (*call).getStatus},
		{method: "GET", path: "/api/licensing/info", handle: (*call).getLicense},
	}
}

// match reports whether a request is for the route, and returns its path parameter.
func (rt route) match(r *http.Request) (param string, ok bool) {
	if rt.method != r.Method {
		return "", false
	}
	return matchPath(rt.path, r.URL.RawPath)
}

// answer returns Kibana's answer to a request. Kibana checks the credentials first,
// then the headers, and then the request itself.
func (s *Server) answer(r *http.Request, body []byte) *Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, request: r, body: body}
	list := routes()
	i := slices.IndexFunc(list, func(rt route) (ok bool) {
		c.param, ok = rt.match(r)
		return ok
	})
	rt := route{handle: (*call).notFound}
	if i >= 0 {
		rt = list[i]
	}
	result, bad := c.run(rt)
	a := newAnswer(result, bad)
	if rt.versioned && a.Status != http.StatusUnauthorized {
		a.Header.Set("Elastic-Api-Version", apiVersion)
	}
	return a
}

func (c *call) run(rt route) (any, *apiError) {
	u, bad := c.authenticate(c.request)
	if bad != nil && !rt.anonymous {
		return nil, bad
	}
	c.user, c.authenticated = u, bad == nil
	if bad := c.checkRequest(rt); bad != nil {
		return nil, bad
	}
	return rt.handle(c)
}

func (*call) notFound() (any, *apiError) {
	return nil, errorf(http.StatusNotFound, "Not Found")
}

// checkRequest applies the rules of all routes.
func (c *call) checkRequest(rt route) *apiError {
	if len(c.body) > c.maxPayload {
		return errorf(http.StatusRequestEntityTooLarge,
			"Payload content length greater than maximum allowed: %d", c.maxPayload)
	}
	if bad := c.checkOrigin(); bad != nil {
		return bad
	}
	if rt.versioned {
		return c.checkVersion(rt)
	}
	return nil
}

// checkOrigin applies Kibana's protection against cross-site request forgery.
func (c *call) checkOrigin() *apiError {
	h := c.request.Header
	_, hasToken := h["Kbn-Xsrf"]
	version, hasVersion := h["Kbn-Version"]
	scheme, _, _ := strings.Cut(strings.ToLower(h.Get("Authorization")), " ")
	exempt := c.profile.Serverless && (scheme == "apikey" || scheme == "bearer")
	if c.request.Method != http.MethodGet && c.request.Method != http.MethodOptions && !hasToken && !hasVersion && !exempt {
		return errorf(http.StatusBadRequest, "Request must contain a kbn-xsrf header.")
	}
	if hasVersion && version[0] != c.profile.Version {
		bad := errorf(http.StatusBadRequest,
			"Browser client is out of date, please refresh the page (\"kbn-version\" header was %q but should be %q)",
			version[0], c.profile.Version)
		bad.Attributes = map[string]string{"expected": c.profile.Version, "got": version[0]}
		return bad
	}
	return nil
}

// checkVersion checks the header elastic-api-version.
func (c *call) checkVersion(rt route) *apiError {
	version := c.request.Header.Get("Elastic-Api-Version")
	switch {
	case version == "" || version == apiVersion:
		return nil
	case !datePattern.MatchString(version):
		return errorf(http.StatusBadRequest,
			"Invalid version. Received %q, expected a valid date string formatted as YYYY-MM-DD.", version)
	}
	return errorf(http.StatusBadRequest, "No version %q available for [%s] [%s]. Available versions are: [%s]",
		version, strings.ToLower(rt.method), rt.path, apiVersion)
}

// newAnswer encodes a handler's result or error. A nil result is an answer without
// content.
func newAnswer(result any, bad *apiError) *Answer {
	a := &Answer{Status: http.StatusOK, Header: make(http.Header)}
	switch {
	case bad != nil:
		a.Status, result = bad.Status, bad
		maps.Copy(a.Header, bad.header)
	case result == nil:
		a.Status = http.StatusNoContent
		return a
	}
	a.Header.Set("Content-Type", "application/json; charset=utf-8")
	a.Body = must(encodeJSON(result))
	return a
}
