package kibanatest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

var (
	roleNamePattern       = regexp.MustCompile(`^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$`)
	serverlessNamePattern = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]*$`)
)

const roleNameRule = "Role names must be at least 1 and no more than 1024 characters. They can contain alphanumeric " +
	"characters (a-z, A-Z, 0-9), spaces, punctuation, and printable symbols in the Basic Latin (ASCII) block. " +
	"Leading or trailing whitespace is not allowed."

const serverlessNameRule = "Role names must start with a letter or digit and can contain only letters, digits, '_', '-', and '.'"

// refusal returns Elasticsearch's error for a role that Kibana sends; nil if
// Elasticsearch accepts it. Elasticsearch first parses the role, then checks it, and
// then checks the licence.
func (r ESRole) refusal(p Profile, name string) *apiError {
	if reason := r.parseError(name); reason != "" {
		return fromElasticsearch(http.StatusBadRequest, "parse_exception", reason)
	}
	if reasons := r.requestErrors(p, name); len(reasons) > 0 {
		var b strings.Builder
		b.WriteString("Validation Failed: ")
		for i, reason := range reasons {
			fmt.Fprintf(&b, "%d: %s;", i+1, reason)
		}
		return fromElasticsearch(http.StatusBadRequest, "action_request_validation_exception", b.String())
	}
	if !p.transient(r).Enabled {
		return fromElasticsearch(http.StatusForbidden, "security_exception",
			"current license is non-compliant for [field and document level security]")
	}
	return nil
}

// parseError returns the first error of parsing the role; "" if there is none.
func (r ESRole) parseError(name string) string {
	for _, indices := range [][]ESIndices{r.Indices, r.RemoteIndices} {
		for i, x := range indices {
			if reason := x.fieldSecurityError(name); reason != "" {
				return reason
			}
			if x.Query != "" && !isJSONObject(x.Query) {
				return fmt.Sprintf("failed to parse field 'query' for indices [%s] at index privilege [%d] of role descriptor",
					strings.Join(x.Names, ","), i)
			}
		}
	}
	for _, app := range r.Applications {
		if len(app.Resources) == 0 {
			return fmt.Sprintf("failed to parse application privileges for role [%s]. missing required [resources] field", name)
		}
	}
	return ""
}

// fieldSecurityError returns the error of the entry's field security; "" if it has
// none.
func (x ESIndices) fieldSecurityError(name string) string {
	fs := x.FieldSecurity
	switch {
	case fs == nil:
		return ""
	case fs.Grant == nil && fs.Except == nil:
		return fmt.Sprintf("failed to parse indices privileges for role [%s]. field_security must not be empty", name)
	case fs.Grant == nil:
		return fmt.Sprintf("failed to parse indices privileges for role [%s]. field_security requires grant if except is given", name)
	}
	for _, except := range fs.Except {
		if !slices.ContainsFunc(fs.Grant, func(grant string) bool { return covers(grant, except) }) {
			return fmt.Sprintf("Exceptions for field permissions must be a subset of the granted fields but [%s] is not a subset of [%s]",
				strings.Join(fs.Except, ","), strings.Join(fs.Grant, ","))
		}
	}
	return ""
}

// covers reports whether a pattern with "*" matches everything that another pattern
// matches.
func covers(pattern, other string) bool {
	before, after, found := strings.Cut(pattern, "*")
	if !found {
		return pattern == other
	}
	if !strings.HasPrefix(other, before) {
		return false
	}
	rest := other[len(before):]
	for i := range len(rest) + 1 {
		if covers(after, rest[i:]) {
			return true
		}
	}
	return false
}

func isJSONObject(text string) bool {
	value, err := parseJSON([]byte(text))
	_, ok := value.(*object)
	return err == nil && ok
}

// requestErrors returns the errors of checking the role. Elasticsearch reports them
// together, with numbers.
func (r ESRole) requestErrors(p Profile, name string) []string {
	var reasons []string
	refuse := func(format string, args ...any) { reasons = append(reasons, fmt.Sprintf(format, args...)) }
	switch {
	case len(name) > 1024 || !roleNamePattern.MatchString(name):
		refuse(roleNameRule)
	case p.Serverless && !serverlessNamePattern.MatchString(name):
		refuse(serverlessNameRule)
	}
	if len([]rune(r.Description)) > 1000 {
		refuse("Role description must be less than 1000 characters.")
	}
	for key := range r.Metadata {
		if strings.HasPrefix(key, "_") {
			refuse("role descriptor metadata keys may not start with [_]")
			break
		}
	}
	for _, x := range r.allIndices() {
		if repeated := firstRepeated(x.Privileges); repeated != "" {
			refuse("duplicate element: %s", repeated)
		}
	}
	if p.Serverless {
		reasons = append(reasons, r.serverlessErrors()...)
	}
	return reasons
}

// serverlessErrors returns an error for each part of the role that serverless does
// not support.
func (r ESRole) serverlessErrors() []string {
	var reasons []string
	for _, part := range []struct {
		name string
		used bool
	}{
		{"run_as", len(r.RunAs) > 0},
		{"remote_indices", len(r.RemoteIndices) > 0},
		{"remote_cluster", len(r.RemoteCluster) > 0},
		{"allow_restricted_indices", slices.ContainsFunc(r.allIndices(), func(x ESIndices) bool { return x.AllowRestrictedIndices })},
	} {
		if part.used {
			reasons = append(reasons, fmt.Sprintf("field [%s] is not supported when running in serverless mode", part.name))
		}
	}
	return reasons
}

// firstRepeated returns the first string that repeats an earlier one; "" if none
// does.
func firstRepeated(list []string) string {
	for i, x := range list {
		if slices.Contains(list[:i], x) {
			return x
		}
	}
	return ""
}
