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
	directories    []*directory
	unread         []string // data sources of people that Terraform reads only during apply

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
		return p.priorState(s)
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
	p.addUnread(&rc)
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
	p.addUnread(deferred.ResourceChange)
	c, err := p.known(deferred.ResourceChange)
	if c != nil && err == nil {
		c.leaveOpen(deferred.Reason)
		p.changes = append(p.changes, c)
	}
	return err
}

// holderNote says which changes decide who holds a role.
func (p *plan) holderNote() []string {
	if len(p.holders) == 0 {
		return nil
	}
	return []string{"The plan also changes who holds roles, or what API keys may do. The review does not judge that: " + someOf(p.holders) + "."}
}

// someOf lists the first addresses, and says how many more there are.
func someOf(addresses []string) string {
	const most = 5
	named := strings.Join(addresses[:min(most, len(addresses))], ", ")
	if more := len(addresses) - most; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	return named
}
