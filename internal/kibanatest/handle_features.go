package kibanatest

import "net/http"

// featureView is a feature in the answer of GET /api/features.
type featureView struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	Category    categoryView     `json:"category"`
	App         []string         `json:"app"`
	Hidden      bool             `json:"hidden,omitempty"`
	Privileges  map[string]any   `json:"privileges"`
	SubFeatures []subFeatureView `json:"subFeatures,omitempty"`
}

type categoryView struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

type levelView struct {
	UI               []string `json:"ui"`
	Disabled         bool     `json:"disabled,omitempty"`
	RequireAllSpaces bool     `json:"requireAllSpaces,omitempty"`
}

type subFeatureView struct {
	Name             string               `json:"name"`
	RequireAllSpaces bool                 `json:"requireAllSpaces,omitempty"`
	PrivilegeGroups  []privilegeGroupView `json:"privilegeGroups"`
}

type privilegeGroupView struct {
	GroupType  string             `json:"groupType"`
	Privileges []subPrivilegeView `json:"privileges"`
}

type subPrivilegeView struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	IncludeIn string   `json:"includeIn"`
	Disabled  bool     `json:"disabled,omitempty"`
	UI        []string `json:"ui"`
}

// getFeatures answers GET /api/features: every feature that is not deprecated.
func (c *call) getFeatures() (any, *apiError) {
	if !c.user.can(ReadFeatures) {
		return nil, errorf(http.StatusForbidden,
			"API [GET %s] is unauthorized for user, this action is granted by the Kibana privileges [read_features]",
			c.request.URL.RequestURI())
	}
	if _, bad := c.validate(nil, field{name: "ignoreValidLicenses", schema: booleanSchema{}}); bad != nil {
		return nil, bad
	}
	views := []featureView{}
	for _, f := range c.profile.Features {
		if !f.Deprecated {
			views = append(views, f.view())
		}
	}
	return views, nil
}

func (f Feature) view() featureView {
	v := featureView{
		ID:       f.ID,
		Name:     f.Name,
		Category: categoryView{f.Category, f.Category},
		App:      []string{},
		Hidden:   f.Hidden,
		Privileges: map[string]any{
			"all":  f.All.level(),
			"read": f.Read.level(),
		},
	}
	for _, sub := range f.Sub {
		group := privilegeGroupView{GroupType: "independent"}
		for _, p := range sub.Privileges {
			includeIn := p.IncludeIn
			if includeIn == "" {
				includeIn = "none"
			}
			group.Privileges = append(group.Privileges, subPrivilegeView{p.ID, p.Name, includeIn, p.Disabled, orEmpty(p.UI)})
		}
		v.SubFeatures = append(v.SubFeatures, subFeatureView{sub.Name, sub.RequireAllSpaces, []privilegeGroupView{group}})
	}
	return v
}

func (p Privilege) level() levelView {
	return levelView{orEmpty(p.UI), p.Disabled, p.RequireAllSpaces}
}
