package kibanatest

import (
	"regexp"
	"slices"
	"strings"
)

// privilegeName matches the names of stored privileges. Elasticsearch reads any other
// privilege as a pattern of actions.
var privilegeName = regexp.MustCompile(`^[a-z][a-zA-Z0-9_.-]*$`)

// effectiveRoles returns the roles that a user with these roles has: those of the
// anonymous user, too.
func (s *Server) effectiveRoles(roles []string) []string {
	if anonymous := s.es.users.anonymous; anonymous != nil {
		return slices.Concat(roles, anonymous.Roles)
	}
	return roles
}

// allow reports whether roles allow all that is asked. One entry must allow each
// privilege on each resource; nothing is added up. Roles that do not exist, or that the
// licence switches off, allow nothing.
func (s *Server) allow(roles []string, asked []ESApplication) bool {
	var entries []ESApplication
	for _, name := range roles {
		if role, there := s.es.roles[name]; there && s.profile.transient(role).Enabled {
			entries = append(entries, role.Applications...)
		}
	}
	for _, question := range asked {
		for _, privilege := range question.Privileges {
			for _, resource := range question.Resources {
				if !slices.ContainsFunc(entries, func(entry ESApplication) bool {
					return s.profile.entryAllows(entry, question.Application, privilege, resource)
				}) {
					return false
				}
			}
		}
	}
	return true
}

// entryAllows reports whether an entry allows a privilege of an application on a resource.
func (p Profile) entryAllows(entry ESApplication, application, privilege, resource string) bool {
	wanted := storedActions(p, application, privilege)
	if !matchesPattern(entry.Application, application) || len(wanted) == 0 ||
		!slices.ContainsFunc(entry.Resources, func(pattern string) bool { return matchesPattern(pattern, resource) }) {
		return false
	}
	var allowed []string
	for _, name := range entry.Privileges {
		allowed = append(allowed, storedActions(p, application, name)...)
	}
	for _, action := range wanted {
		if !slices.ContainsFunc(allowed, func(pattern string) bool { return matchesPattern(pattern, action) }) {
			return false
		}
	}
	return true
}

// storedActions returns the actions of a privilege that Kibana has registered with
// Elasticsearch, or the privilege itself if it is a pattern of actions. It returns none
// for the name of a privilege that does not exist.
func storedActions(p Profile, application, privilege string) []string {
	if !privilegeName.MatchString(privilege) {
		return []string{privilege}
	}
	if application != kibanaApplication {
		return nil
	}
	base := strings.TrimPrefix(privilege, spaceBasePrefix)
	if base == "all" || base == "read" {
		return p.baseActions(base)
	}
	if id, ok := strings.CutPrefix(privilege, reservedPrefix); ok && slices.Contains(p.Reserved, id) {
		return []string{"login:"}
	}
	id, name, _ := strings.Cut(strings.TrimPrefix(privilege, featurePrefix), ".")
	f, known := p.feature(id)
	if _, defined := f.definition(name); !known || !defined || !isFeature(privilege) {
		return nil
	}
	return p.actions(f, name)
}

// matchesPattern reports whether a text matches one of Elasticsearch's patterns: "*" is
// any text, "?" one character, and "\" takes the next one literally. A pattern between
// slashes is a regular expression; Go's syntax is close enough to Lucene's for tests. A
// pattern that is asked for counts as text, so that only a wider one matches it.
func matchesPattern(pattern, text string) bool {
	if inner, ok := strings.CutPrefix(pattern, "/"); ok {
		expression, err := regexp.Compile(`(?s)\A(?:` + strings.TrimSuffix(inner, "/") + `)\z`)
		return err == nil && strings.HasSuffix(inner, "/") && expression.MatchString(text)
	}
	if !strings.ContainsAny(pattern, `*?\`) {
		return pattern == text
	}
	var b strings.Builder
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
		case r == '\\':
			escaped = true
		case r == '*':
			b.WriteString(".*")
		case r == '?':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return regexp.MustCompile(`(?s)\A` + b.String() + `\z`).MatchString(text)
}
