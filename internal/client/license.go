package client

import (
	"context"
	"net/http"
)

// License returns the type of Kibana's licence, such as "basic" or "platinum": GET
// /api/licensing/info. It is empty while Kibana does not know its licence. A Kibana
// that restricts internal APIs may answer 400.
func (c *Client) License(ctx context.Context) (string, error) {
	_, info, err := fetch[struct {
		License struct {
			Type string `json:"type"`
		} `json:"license"`
	}](ctx, c, request{method: http.MethodGet, path: "/api/licensing/info"})
	return info.License.Type, err
}
