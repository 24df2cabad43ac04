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

// maxRoleName is the maximum length of a name, from the length of a document's id.
const maxRoleName = 507

const roleNameRule = "Role names must be at least 1 and no more than 507 characters. They can contain alphanumeric " +
	"characters (a-z, A-Z, 0-9), spaces, punctuation, and printable symbols in the Basic Latin (ASCII) block. " +
	"Leading or trailing whitespace is not allowed."

const serverlessNameRule = "Role names must start with a letter or digit and can contain only letters, digits, '_', '-', and '.'"

// refusal returns Elasticsearch's error for a role that Kibana sends; nil if
// Elasticsearch accepts it. Elasticsearch first parses the role, then checks it, and
// then checks the licence. The name is reserved if a built-in role has it.
func (r ESRole) refusal(p Profile, name string, reserved bool) *apiError {
	if kind, reason := r.parseError(name); reason != "" {
		return fromElasticsearch(http.StatusBadRequest, kind, reason)
	}
	if reasons := r.requestErrors(p, name, reserved); len(reasons) > 0 {
		return fromElasticsearch(http.StatusBadRequest, "action_request_validation_exception", validationFailed(reasons))
	}
	if !p.transient(r).Enabled {
		return fromElasticsearch(http.StatusForbidden, "security_exception",
			"current license is non-compliant for [field and document level security]")
	}
	return nil
}

// parseError returns the type and text of the first error of parsing the role; "" if
// there is none.
func (r ESRole) parseError(name string) (kind, reason string) {
	for _, indices := range [][]ESIndices{r.Indices, r.RemoteIndices} {
		for i, x := range indices {
			if reason := x.fieldSecurityError(); reason != "" {
				return "parse_exception", fmt.Sprintf("failed to parse indices privileges for role [%s]%s", name, reason)
			}
			if x.Query != "" && !isJSONObject(x.Query) {
				return "parse_exception", fmt.Sprintf("failed to parse field 'query' for indices [%s] at index privilege [%d] of role descriptor",
					strings.Join(x.Names, ","), i)
			}
		}
	}
	for _, remote := range r.RemoteCluster {
		if slices.ContainsFunc(remote.Privileges, isBlank) {
			return "illegal_argument_exception", "remote_cluster privileges must contain valid non-empty, non-null values"
		}
		if slices.ContainsFunc(remote.Clusters, isBlank) {
			return "illegal_argument_exception", "remote_cluster clusters aliases must contain valid non-empty, non-null values"
		}
	}
	if slices.ContainsFunc(r.Applications, func(app ESApplication) bool { return len(app.Resources) == 0 }) {
		return "illegal_argument_exception", "application privileges must refer to at least one resource"
	}
	return "", ""
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }

// fieldSecurityError returns the end of the error of the entry's field security; "" if
// it has none.
func (x ESIndices) fieldSecurityError() string {
	fs := x.FieldSecurity
	switch {
	case fs == nil:
		return ""
	case fs.Grant == nil && fs.Except == nil:
		return `. "field_security" must not be empty.`
	case fs.Grant == nil:
		return ". field_security requires grant if except is given"
	}
	for _, except := range fs.Except {
		if !slices.ContainsFunc(fs.Grant, func(grant string) bool { return covers(grant, except) }) {
			return fmt.Sprintf(" - Exceptions for field permissions must be a subset of the granted fields but [%s] is not a subset of [%s]",
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
func (r ESRole) requestErrors(p Profile, name string, reserved bool) []string {
	var reasons []string
	refuse := func(reason string) {
		if reason != "" {
			reasons = append(reasons, reason)
		}
	}
	switch {
	case len(name) > maxRoleName || !roleNamePattern.MatchString(name):
		refuse(roleNameRule)
	case p.Serverless && !serverlessNamePattern.MatchString(name):
		refuse(serverlessNameRule)
	case reserved:
		refuse("Role [" + name + "] is reserved and may not be used.")
	}
	for _, privilege := range r.Cluster {
		refuse(unknownClusterPrivilege(privilege))
	}
	for _, x := range r.Indices {
		refuse(indexPrivilegesError(x.Privileges))
	}
	for _, x := range r.RemoteIndices {
		reasons = append(reasons, x.remoteIndicesErrors()...)
	}
	refuse(r.remoteClusterError())
	for key := range r.Metadata {
		if strings.HasPrefix(key, "_") {
			refuse("role descriptor metadata keys may not start with [_]")
			break
		}
	}
	if utf16Length(r.Description) > 1000 {
		refuse("Role description must be less than 1000 characters.")
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
