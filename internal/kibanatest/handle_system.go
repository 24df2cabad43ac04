package kibanatest

import "net/http"

// getStatus answers GET /api/status. A caller that is not authenticated gets only the
// health, not the version. From 9.5 on, a caller without the cluster privilege monitor
// gets no more.
func (c *call) getStatus() (any, *apiError) {
	_, bad := c.validate(nil,
		field{name: "v7format", schema: booleanSchema{}},
		field{name: "v8format", schema: booleanSchema{}})
	if bad != nil {
		return nil, bad
	}
	type level struct {
		Level string `json:"level"`
	}
	type overall struct {
		Overall level `json:"overall"`
	}
	healthy := overall{level{"available"}}
	if !c.authenticated || c.profile.hidesVersion() && !c.user.can(Monitor) {
		return struct {
			Status overall `json:"status"`
		}{healthy}, nil
	}
	type version struct {
		Number        string `json:"number"`
		BuildHash     string `json:"build_hash"`
		BuildNumber   int    `json:"build_number"`
		BuildSnapshot bool   `json:"build_snapshot"`
		BuildFlavor   string `json:"build_flavor"`
		BuildDate     string `json:"build_date"`
	}
	return struct {
		Name    string  `json:"name"`
		UUID    string  `json:"uuid"`
		Version version `json:"version"`
		Status  overall `json:"status"`
	}{
		Name:   "kibanatest",
		UUID:   "00000000-0000-4000-8000-000000000000",
		Status: healthy,
		Version: version{
			Number:      c.profile.Version,
			BuildHash:   "0000000000000000000000000000000000000000",
			BuildFlavor: c.profile.flavor(),
			BuildDate:   "2025-01-01T00:00:00.000Z",
		},
	}, nil
}

func (p Profile) flavor() string {
	if p.Serverless {
		return "serverless"
	}
	return "traditional"
}

// getLicense answers GET /api/licensing/info. See [WithRestrictedLicensing].
func (c *call) getLicense() (any, *apiError) {
	_, internal := c.request.Header["X-Elastic-Internal-Origin"]
	if c.restrictedLicensing && !internal {
		return nil, errorf(http.StatusBadRequest,
			"uri [%s] with method [get] exists but is not available with the current configuration", c.request.URL.Path)
	}
	if _, bad := c.validate(nil); bad != nil {
		return nil, bad
	}
	type license struct {
		UID    string `json:"uid"`
		Type   string `json:"type"`
		Mode   string `json:"mode"`
		Status string `json:"status"`
	}
	return struct {
		License   license `json:"license"`
		Signature string  `json:"signature"`
	}{
		License:   license{"00000000-0000-4000-8000-000000000001", c.profile.License, c.profile.License, "active"},
		Signature: "kibanatest",
	}, nil
}
