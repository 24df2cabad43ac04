package kibanatest

import (
	"maps"
	"net/http"
	"slices"
)

// validate checks the path parameter and the query of a request, and returns the
// query. The parameter's schema is nil for a route without a parameter.
func (c *call) validate(param schema, query ...field) (*object, *apiError) {
	if param != nil {
		if _, bad := param.check(path{"request params", "name"}, c.param); bad != nil {
			return nil, badRequest(bad)
		}
	}
	given := newObject()
	values := c.request.URL.Query()
	for _, key := range slices.Sorted(maps.Keys(values)) {
		given.set(key, queryValue(values[key]))
	}
	checked, bad := c.profile.object(query...).check(path{"request query"}, given)
	if bad != nil {
		return nil, badRequest(bad)
	}
	return checked.(*object), nil
}

// queryValue returns the value of a query parameter: a string, or a list if the
// parameter is repeated.
func queryValue(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}

// validateBody checks the body of a request, and returns it.
func (c *call) validateBody(s schema) (any, *apiError) {
	var body any
	if len(c.body) > 0 {
		var err error
		// A key named __proto__ could change JavaScript's objects: hapi refuses it.
		if body, err = parseJSON(c.body); err != nil || hasKey(body, "__proto__") {
			return nil, errorf(http.StatusBadRequest, "Invalid request payload JSON format")
		}
	}
	checked, bad := s.check(path{"request body"}, body)
	if bad != nil {
		return nil, badRequest(bad)
	}
	return checked, nil
}

// checkLicense checks that the licence allows the security routes.
func (c *call) checkLicense() *apiError {
	if c.profile.allowsSecurity() {
		return nil
	}
	return errorf(http.StatusForbidden,
		"Your %s license does not support security. Please upgrade your license.", c.profile.License)
}
