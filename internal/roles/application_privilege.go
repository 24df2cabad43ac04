package roles

import (
	"regexp"
	"strings"
)

// ApplicationPrivilege is a privilege of Kibana, parsed from its name in Elasticsearch. All
// fields are empty for a name that Kibana does not use for base and feature privileges.
type ApplicationPrivilege struct {
	Base string // BaseAll or BaseRead
	// Global reports that the base privilege is the one for all of Kibana, which also covers
	// objects that belong to no space.
	Global      bool
	Feature, ID string
}

var (
	// privilegeName is the grammar of names of application privileges. Elasticsearch takes
	// any other text for a pattern of actions, which it compares with every action of the
	// application (ApplicationPrivilege.java in
	// x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/authz/privilege).
	privilegeName = regexp.MustCompile(`^[a-z][a-zA-Z0-9_.-]*$`)
	// featurePrivilege is Kibana's form of names of feature privileges.
	featurePrivilege = regexp.MustCompile(`^` + featurePrefix + `([a-zA-Z0-9_-]+)\.([a-zA-Z0-9_-]+)$`)
)

// ParsePrivilege parses the name of a privilege. IsName is false if Elasticsearch takes the
// text for a pattern of actions.
func ParsePrivilege(name string) (p ApplicationPrivilege, isName bool) {
	if !privilegeName.MatchString(name) {
		return ApplicationPrivilege{}, false
	}
	if parts := featurePrivilege.FindStringSubmatch(name); parts != nil {
		return ApplicationPrivilege{Feature: parts[1], ID: parts[2]}, true
	}
	base, inSpaces := strings.CutPrefix(name, spaceBasePrefix)
	if base == BaseAll || base == BaseRead {
		p = ApplicationPrivilege{Base: base, Global: !inSpaces}
	}
	return p, true
}
