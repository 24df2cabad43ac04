package client

import (
	"context"
	"net/http"
)

// FeaturePrivileges lists every feature that this Kibana knows, deprecated
// ones included, with the ids of its privileges whatever the licence: GET
// /api/security/privileges?respectLicenseLevel=false.
func (c *Client) FeaturePrivileges(ctx context.Context) (map[string][]string, error) {
	x, privileges, err := fetch[struct {
		Features map[string][]string `json:"features"`
	}](ctx, c, request{
		method: http.MethodGet, path: "/api/security/privileges", query: "respectLicenseLevel=false",
	})
	if err != nil {
		return nil, err
	}
	if privileges.Features == nil {
		return nil, x.responseError("JSON without features")
	}
	c.confirmed.Store(true)
	return privileges.Features, nil
}
