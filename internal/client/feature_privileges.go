package client

import (
	"context"
	"net/http"
)

// FeaturePrivileges returns the privilege ids of every feature, by feature id:
// GET /api/security/privileges?respectLicenseLevel=false. The answer does not
// depend on the licence, and includes deprecated features.
func (c *Client) FeaturePrivileges(ctx context.Context) (map[string][]string, error) {
	x, answer, err := fetch[struct {
		Features map[string][]string `json:"features"`
	}](ctx, c, request{
		method: http.MethodGet, path: "/api/security/privileges", query: "respectLicenseLevel=false",
	})
	if err != nil {
		return nil, err
	}
	if answer.Features == nil {
		return nil, x.responseError("JSON without features")
	}
	c.roleAPIFound.Store(true)
	return answer.Features, nil
}
