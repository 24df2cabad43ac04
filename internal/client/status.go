package client

import (
	"context"
	"encoding/json"
	"net/http"
)

// Status identifies a Kibana.
type Status struct {
	Version     string // such as "9.2.0", without "-SNAPSHOT"
	BuildFlavor string // "traditional" or "serverless"; may be empty before 8.11
}

// Status reads Kibana's version and build flavor: GET /api/status. Kibana tells some
// callers only its health; the error is then a [*HiddenVersionError].
func (c *Client) Status(ctx context.Context) (Status, error) {
	x, status, err := fetch[struct {
		Version struct {
			Number      string `json:"number"`
			BuildFlavor string `json:"build_flavor"`
		} `json:"version"`
		Health json.RawMessage `json:"status"`
	}](ctx, c, request{method: http.MethodGet, path: "/api/status"})
	switch {
	case err != nil:
		return Status{}, err
	case status.Version.Number != "":
		return Status{status.Version.Number, status.Version.BuildFlavor}, nil
	case status.Health != nil:
		return Status{}, &HiddenVersionError{x.method, x.sentPath}
	default:
		return Status{}, x.responseError("JSON without a version")
	}
}
