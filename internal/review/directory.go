package review

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// usersType is the type of the data source that lists people.
const usersType = "cases_users"

// directory is what one data source cases_users has read.
type directory struct {
	place

	address   string
	filter    map[string]string // attributes of the filter that are set
	people    []listed          // the enabled ones, sorted
	sensitive any               // marks of the plan, by attribute
}

// listed is somebody in a directory.
type listed struct {
	name string
	held *roleSet
}

// roleSet is a set of roles that people hold together. Thousands of people share a few sets.
type roleSet struct {
	roles []string
	// capabilities is what the people can do. It also counts roles that the plan does not have.
	capabilities map[string][]cases.Capability
}

// directory reads the values of a data source cases_users, one person at a time.
func (s stream) directory(address string) (*directory, error) {
	d := &directory{
		place:   place{configAddress: strings.TrimSuffix(withoutIndices(address), "."), provider: "cases"},
		address: address, filter: map[string]string{},
	}
	known := map[string]*roleSet{}
	err := s.object(address, func(name string) error {
		switch name {
		case "users":
			return s.object(address+".users", func(user string) error { return d.addUser(s, user, known) })
		case "capability", "solution", "space":
			var value string
			err := s.Decode(&value)
			if value != "" {
				d.filter[name] = value
			}
			return err
		}
		return s.skip()
	})
	slices.SortFunc(d.people, func(a, b listed) int { return strings.Compare(a.name, b.name) })
	return d, err
}

// addUser reads one person. A disabled one can do nothing, whatever changes.
func (d *directory) addUser(s stream, name string, known map[string]*roleSet) error {
	var user struct {
		Enabled             bool
		Roles, Capabilities json.RawMessage
	}
	if err := s.Decode(&user); err != nil || !user.Enabled {
		return err
	}
	text := string(user.Roles) + string(user.Capabilities)
	if known[text] == nil {
		set := &roleSet{}
		if firstError(json.Unmarshal(user.Roles, &set.roles), json.Unmarshal(user.Capabilities, &set.capabilities)) != nil {
			return &shapeError{d.address + ".users", "of another type", "as the provider kibana-cases/cases writes it"}
		}
		known[text] = set
	}
	d.people = append(d.people, listed{name, known[text]})
	return nil
}

// mark returns what the plan says about whether an attribute is sensitive.
func (d *directory) mark(attribute string) value {
	return value{sensitive: d.sensitive}.attr(attribute)
}

// shown returns the people whom a review may show.
func (d *directory) shown() []listed {
	if d.isHidden() {
		return nil
	}
	return d.people
}

// isHidden reports whether the plan marks who is in the directory as sensitive.
func (d *directory) isHidden() bool { return d.mark("users").hasSensitive() }

// filterWords names what people have to match to be listed; "" if the directory lists everybody.
func (d *directory) filterWords() string {
	var words []string
	for _, name := range []string{"capability", "space", "solution"} {
		value, set := d.filter[name]
		switch {
		case !set:
			continue
		case d.mark(name).hasSensitive():
			value = hiddenValue
		default:
			value = strconv.Quote(value)
		}
		words = append(words, name+" "+value)
	}
	return strings.Join(words, ", ")
}

// addUnread remembers a data source of people that Terraform reads only during apply.
func (p *plan) addUnread(rc *tfjson.ResourceChange) {
	if rc.Mode == tfjson.DataResourceMode && rc.Type == usersType {
		p.unread = append(p.unread, rc.Address)
	}
}

// readDirectories returns the directories whose people the plan knows. What an earlier run has read of the others is out of
// date.
func (p *plan) readDirectories() []*directory {
	return slices.DeleteFunc(slices.Clone(p.directories), func(d *directory) bool { return slices.Contains(p.unread, d.address) })
}
