package client

import (
	"context"
	"net/http"
)

// FeatureRestrictions is what Kibana does not take everywhere of the privileges of
// one feature, by privilege id.
type FeatureRestrictions struct {
	AllSpacesOnly []string // taken in all spaces only
	Disabled      []string // taken nowhere
}

// FeatureRestrictions reads the restrictions of every feature that Kibana lists,
// whatever the licence: GET /api/features?ignoreValidLicenses=true. A feature
// without any is listed too; deprecated features are not. The caller needs the
// Kibana privilege All in all spaces: others are refused, see [IsForbidden].
func (c *Client) FeatureRestrictions(ctx context.Context) (map[string]FeatureRestrictions, error) {
	x, features, err := fetchList[listedFeature](ctx, c, request{
		method: http.MethodGet, path: "/api/features", query: "ignoreValidLicenses=true",
	})
	if err != nil {
		return nil, err
	}
	restrictions := make(map[string]FeatureRestrictions, len(features))
	for _, f := range features {
		switch {
		case f.ID == "":
			return nil, x.responseError("a feature without an id")
		case !f.Hidden: // Kibana takes whatever is said of hidden ones
			restrictions[f.ID] = f.restrictions()
		}
	}
	if len(restrictions) == 0 {
		return nil, x.responseError("JSON without features")
	}
	return restrictions, nil
}

// listedFeature is a feature as far as it restricts its privileges.
type listedFeature struct {
	ID          string                     `json:"id"`
	Hidden      bool                       `json:"hidden"`
	Privileges  map[string]listedPrivilege `json:"privileges"` // "all" and "read", or null
	SubFeatures []struct {
		RequireAllSpaces bool `json:"requireAllSpaces"`
		PrivilegeGroups  []struct {
			Privileges []listedPrivilege `json:"privileges"`
		} `json:"privilegeGroups"`
	} `json:"subFeatures"`
}

// listedPrivilege is a privilege; those of sub-features have an id.
type listedPrivilege struct {
	ID               string `json:"id"`
	Disabled         bool   `json:"disabled"`
	RequireAllSpaces bool   `json:"requireAllSpaces"`
}

func (f listedFeature) restrictions() (r FeatureRestrictions) {
	add := func(id string, disabled, allSpacesOnly bool) {
		switch {
		case disabled:
			r.Disabled = append(r.Disabled, id)
		case allSpacesOnly:
			r.AllSpacesOnly = append(r.AllSpacesOnly, id)
		}
	}
	for _, id := range []string{"all", "read"} {
		p := f.Privileges[id]
		add(id, p.Disabled, p.RequireAllSpaces)
	}
	for _, sub := range f.SubFeatures {
		for _, group := range sub.PrivilegeGroups {
			for _, p := range group.Privileges {
				add(p.ID, p.Disabled, sub.RequireAllSpaces)
			}
		}
	}
	return r
}
