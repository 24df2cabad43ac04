package kibanatest

import "net/http"

// spaceView is a space in an answer of GET /api/spaces/space.
type spaceView struct {
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	Description      string   `json:"description,omitempty"`
	DisabledFeatures []string `json:"disabledFeatures"`
	Solution         string   `json:"solution,omitempty"`
	Reserved         bool     `json:"_reserved,omitempty"`
}

// getSpaces answers GET /api/spaces/space: the spaces that the caller may see. If
// there are none, it is forbidden.
func (c *call) getSpaces() (any, *apiError) {
	if _, bad := c.validate(nil); bad != nil {
		return nil, bad
	}
	var views []spaceView
	for _, sp := range c.spaces {
		if c.user.sees(sp.ID) {
			views = append(views, c.profile.spaceView(sp))
		}
	}
	if views == nil {
		return nil, errorf(http.StatusForbidden, "Forbidden")
	}
	return views, nil
}

// getSpace answers GET /api/spaces/space/{id}. It checks the rights first: without
// them it answers 403 even for a space that does not exist.
func (c *call) getSpace() (any, *apiError) {
	if _, bad := c.validate(nil); bad != nil {
		return nil, bad
	}
	if !c.user.sees(c.param) {
		return nil, errorf(http.StatusForbidden, "Unauthorized to get %s space", c.param)
	}
	for _, sp := range c.spaces {
		if sp.ID == c.param {
			return c.profile.spaceView(sp), nil
		}
	}
	return c.notFound()
}
