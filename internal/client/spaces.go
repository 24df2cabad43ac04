package client

import (
	"context"
	"net/http"
)

// Spaces returns the ids of the spaces that the caller may see: GET
// /api/spaces/space. If there are none, Kibana answers 403; see [IsForbidden].
func (c *Client) Spaces(ctx context.Context) ([]string, error) {
	x, spaces, err := fetchList[struct {
		ID string `json:"id"`
	}](ctx, c, request{method: http.MethodGet, path: "/api/spaces/space", versioned: true})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(spaces))
	for i, space := range spaces {
		if space.ID == "" {
			return nil, x.responseError("a space without an id")
		}
		ids[i] = space.ID
	}
	return ids, nil
}
