package client

import (
	"context"
	"net/http"
)

// Space is a space as Kibana shows it.
type Space struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	// Solution is the solution view, such as "security" or "classic". It is empty if
	// the space has none, and before Kibana 8.16.
	Solution string `json:"solution"`
	// DisabledFeatures holds the ids of the features that the space hides. It includes
	// those that the solution view hides.
	DisabledFeatures []string `json:"disabledFeatures"`
}

// Spaces returns the spaces that the caller may see: GET /api/spaces/space. The answer
// does not tell whether there are others. If the caller may see none, Kibana answers
// 403; see [IsForbidden].
func (c *Client) Spaces(ctx context.Context) ([]Space, error) {
	x, spaces, err := fetchList[Space](ctx, c, request{method: http.MethodGet, path: "/api/spaces/space", versioned: true})
	if err != nil {
		return nil, err
	}
	for _, space := range spaces {
		if space.ID == "" {
			return nil, x.responseError("a space without an id")
		}
	}
	return spaces, nil
}
