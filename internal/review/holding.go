package review

import (
	"slices"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// holding is what one resource gives a role, either before the plan or after it.
type holding struct {
	role        string // the name of the role
	roleUnknown bool   // the name is known only after apply
	// capabilities are those that the provider has computed. They are nil if privileges have to be judged.
	capabilities  map[string][]cases.Capability
	privileges    roles.Privileges
	elasticsearch roles.Elasticsearch

	unknown unknownKeys
	// owned holds the keys of what a grant owns.
	owned map[string]bool
	// spaces is the attribute spaces of a cases_role.
	spaces any
	// elasticsearchUnknown: so do they about a part of elasticsearch.
	elasticsearchUnknown bool

	base   map[string]bool // spaces with a base privilege
	rawIDs map[string]bool // keys whose capabilities raw ids in features give

	hidden hidden
	notes  []string
}

// hidden says what a review must not show, because the plan marks it as sensitive.
type hidden struct{ role, spaces, elasticsearch bool }

func (h hidden) or(other hidden) hidden {
	return hidden{h.role || other.role, h.spaces || other.spaces, h.elasticsearch || other.elasticsearch}
}

// subjects are what a space has capabilities on: the cases of each solution, and connectors.
func subjects() []string {
	var all []string
	for _, s := range cases.Solutions() {
		all = append(all, string(s))
	}
	return append(all, cases.ConnectorsPart)
}

// hasRawIDs reports whether privileges have to be judged. A nil holding has none.
func (h *holding) hasRawIDs() bool {
	return h != nil && h.capabilities == nil && len(h.privileges) > 0
}

func newHolding() *holding {
	return &holding{unknown: unknownKeys{}, base: map[string]bool{}, rawIDs: map[string]bool{}}
}

// setRole sets the name of the role from an attribute.
func (h *holding) setRole(name value) (err error) {
	h.role, err = name.text()
	h.roleUnknown, h.hidden.role = name.isUnknown(), name.hasSensitive()
	if err == nil && h.role == "" && !h.roleUnknown {
		err = &shapeError{name.path, "empty", "the name of a role"}
	}
	return err
}

// subjectUnknown records that values known only after apply decide about the capabilities on subjects in a space. The
// space "*" also stands for a space that is unknown itself.
func (h *holding) subjectUnknown(space string, all ...string) {
	for _, subject := range all {
		h.unknown[space+"/"+subject] = true
	}
}

// readElasticsearch reads the part of a role that Elasticsearch enforces. The attributes have the same names in all
// resources.
func (h *holding) readElasticsearch(v value) error {
	if v.isUnknown() {
		h.elasticsearchUnknown = true
		return nil
	}
	for _, name := range []string{"cluster", "run_as", "indices", "global"} {
		h.elasticsearchUnknown = h.elasticsearchUnknown || v.attr(name).hasUnknown()
		h.hidden.elasticsearch = h.hidden.elasticsearch || v.attr(name).hasSensitive()
	}
	e := &h.elasticsearch
	return firstError(readTexts(v.attr("cluster"), &e.Cluster), readTexts(v.attr("run_as"), &e.RunAs), readIndices(v.attr("indices"), &e.Indices))
}

// readIndices reads what ways around case privileges depend on. Queries and field security are not among that.
func readIndices(v value, into *[]roles.Indices) error {
	blocks, err := v.elements()
	for _, block := range blocks {
		var i roles.Indices
		restricted, flagErr := block.attr("allow_restricted_indices").flag()
		i.AllowRestrictedIndices = restricted
		err = firstError(err, flagErr, readTexts(block.attr("names"), &i.Names), readTexts(block.attr("privileges"), &i.Privileges))
		*into = append(*into, i)
	}
	return err
}

func readTexts(v value, into *[]string) (err error) {
	*into, err = v.texts()
	return err
}

func firstError(all ...error) error {
	if at := slices.IndexFunc(all, func(err error) bool { return err != nil }); at >= 0 {
		return all[at]
	}
	return nil
}
