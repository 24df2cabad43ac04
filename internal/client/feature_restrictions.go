package client

import (
	"context"
	"net/http"
)

// FeatureRestrictions lists the privileges of one feature that Kibana does not
// accept in every space, by privilege id.
type FeatureRestrictions struct {
	AllSpacesOnly []string // accepted only in an entry for all spaces
	Disabled      []string // accepted in no entry
}

// restrictedFeature is a feature of GET /api/features, without the fields that
// do not restrict its privileges.
type restrictedFeature struct {
	ID          string                         `json:"id"`
	Hidden      bool                           `json:"hidden"`
	Privileges  map[string]restrictedPrivilege `json:"privileges"` // "all" and "read", or null
	SubFeatures []struct {
		RequireAllSpaces bool `json:"requireAllSpaces"`
		PrivilegeGroups  []struct {
			Privileges []restrictedPrivilege `json:"privileges"`
		} `json:"privilegeGroups"`
	} `json:"subFeatures"`
}

// restrictedPrivilege is a privilege of a feature or of a sub-feature. Only the
// latter has an id.
type restrictedPrivilege struct {
	ID               string `json:"id"`
	Disabled         bool   `json:"disabled"`
	RequireAllSpaces bool   `json:"requireAllSpaces"`
}

// FeatureRestrictions returns the restrictions of every feature that Kibana
// lists, by feature id: GET /api/features?ignoreValidLicenses=true. The answer
// does not depend on the licence. It includes features without restrictions, and
// leaves out deprecated ones. The caller needs the Kibana privilege All in all
// spaces; Kibana refuses others, see [IsForbidden].
func (c *Client) FeatureRestrictions(ctx context.Context) (map[string]FeatureRestrictions, error) {
	x, features, err := fetchList[restrictedFeature](ctx, c, request{
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
		case !f.Hidden: // Kibana does not check the privileges of hidden features
			restrictions[f.ID] = f.restrictions()
		}
	}
	if len(restrictions) == 0 {
		return nil, x.responseError("JSON without features")
	}
	return restrictions, nil
}

func (f restrictedFeature) restrictions() (r FeatureRestrictions) {
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
