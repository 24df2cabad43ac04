package review

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// plan is what a review needs of a plan.
type plan struct {
	changes, drift []*change
	configuration  configuration
	variables      map[string]*tfjson.PlanVariable
	versions       []string // versions of Kibana that data sources have read
	holders        []string // changed resources that decide who holds a role

	formatVersion string
	complete      *bool // nil before Terraform 1.8
	applyable     *bool
	errored       bool
	anyChange     bool
	isPlan        bool // it has a key that only plans have
	foreign       string
}

// marks are the keys by which other JSON of Terraform and other tools is told from a plan.
var marks = map[string]string{
	"@level":                  "the stream of terraform plan -json or apply -json",
	"@message":                "the stream of terraform plan -json or apply -json",
	"values":                  "a state: terraform show -json was run without a plan file",
	"lineage":                 "a state file",
	"provider_schemas":        "the output of terraform providers schema -json",
	"valid":                   "the output of terraform validate -json",
	"terraform_outdated":      "the output of terraform version -json",
	"resource_instance_count": "not Terraform's",
}

// readPlan reads the object that comes next.
func (s stream) readPlan() (*plan, error) {
	p := &plan{}
	err := s.object("the input", func(name string) error { return p.field(s, name) })
	return p, err
}

func (p *plan) field(s stream, name string) error {
	if what := marks[name]; what != "" {
		p.foreign = what
		return errForeign
	}
	p.isPlan = p.isPlan || slices.Contains([]string{"planned_values", "resource_changes", "applyable", "complete", "relevant_attributes"}, name)
	switch name {
	case "format_version":
		if err := s.Decode(&p.formatVersion); err != nil {
			return err
		}
		return checkFormat(p.formatVersion)
	case "resource_changes":
		return s.array(name, func() error { return p.resourceChange(s) })
	case "resource_drift":
		return s.array(name, func() error { return p.resourceDrift(s) })
	case "deferred_changes":
		return s.array(name, func() error { return p.deferredChange(s) })
	case "prior_state":
		return s.priorState(func(version string) { p.versions = append(p.versions, version) })
	case "configuration":
		c, err := s.configuration()
		p.configuration = c
		return err
	case "variables":
		return s.Decode(&p.variables)
	case "complete":
		return s.Decode(&p.complete)
	case "applyable":
		return s.Decode(&p.applyable)
	case "errored":
		return s.Decode(&p.errored)
	}
	return s.skip()
}

func (p *plan) resourceChange(s stream) error {
	var rc tfjson.ResourceChange
	if err := s.Decode(&rc); err != nil {
		return err
	}
	if rc.Change != nil && !rc.Change.Actions.NoOp() && !rc.Change.Actions.Read() {
		p.anyChange = true
		if slices.Contains(holderTypes, rc.Type) {
			p.holders = append(p.holders, rc.Address)
		}
	}
	c, err := p.known(&rc)
	if c != nil {
		p.changes = append(p.changes, c)
	}
	return err
}

// known returns the change of a resource that gives access; nil for any other.
func (p *plan) known(rc *tfjson.ResourceChange) (*change, error) {
	if _, known := kinds[rc.Type]; !known || rc.Mode == tfjson.DataResourceMode {
		return nil, nil //nolint:nilnil // nothing that gives access
	}
	return newChange(rc)
}

func (p *plan) resourceDrift(s stream) error {
	var rc tfjson.ResourceChange
	if err := s.Decode(&rc); err != nil {
		return err
	}
	c, err := p.known(&rc)
	if c != nil {
		p.drift = append(p.drift, c)
	}
	return err
}

func (p *plan) deferredChange(s stream) error {
	var deferred tfjson.DeferredResourceChange
	if err := s.Decode(&deferred); err != nil {
		return err
	}
	if deferred.ResourceChange == nil {
		return fmt.Errorf("a deferred change has no resource_change")
	}
	incomplete := false
	p.complete = &incomplete
	c, err := p.known(deferred.ResourceChange)
	if c != nil && err == nil {
		c.leaveOpen(deferred.Reason)
		p.changes = append(p.changes, c)
	}
	return err
}

// priorState tells found the versions of Kibana that data.cases_feature_catalog has read.
func (s stream) priorState(found func(version string)) error {
	return s.object("prior_state", func(name string) error {
		if name != "values" {
			return s.skip()
		}
		return s.object("prior_state.values", func(name string) error {
			if name != "root_module" {
				return s.skip()
			}
			return s.stateModule(found)
		})
	})
}

func (s stream) stateModule(found func(version string)) error {
	return s.object("prior_state.values.root_module", func(name string) error {
		switch name {
		case "resources":
			return s.array("prior_state.values.root_module.resources", func() error { return s.stateResource(found) })
		case "child_modules":
			return s.array("prior_state.values.root_module.child_modules", func() error { return s.stateModule(found) })
		}
		return s.skip()
	})
}

// stateResource looks at the type, which Terraform writes before the values, so that it holds values of one type only.
func (s stream) stateResource(found func(version string)) error {
	catalog := false
	return s.object("prior_state.values.root_module.resources", func(name string) error {
		switch {
		case name == "type":
			var text string
			err := s.Decode(&text)
			catalog = text == "cases_feature_catalog"
			return err
		case name == "values" && catalog:
			var values struct {
				Version string `json:"kibana_version"`
				Flavor  string `json:"build_flavor"`
			}
			err := s.Decode(&values)
			if values.Flavor == "serverless" {
				values.Version = values.Flavor
			}
			if values.Version != "" {
				found(values.Version)
			}
			return err
		}
		return s.skip()
	})
}

// holderNote says which changes decide who holds a role.
func (p *plan) holderNote() []string {
	if len(p.holders) == 0 {
		return nil
	}
	const most = 5
	named := strings.Join(p.holders[:min(most, len(p.holders))], ", ")
	if more := len(p.holders) - most; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	return []string{"The plan also changes who holds roles, or what API keys may do. The review does not judge that: " + named + "."}
}
