package kibanatest

import (
	"net/http"
	"strings"
)

// privilegeQuestion is the body of a request for the profiles that have privileges.
type privilegeQuestion struct {
	UIDs       *[]string `json:"uids"`
	Privileges *struct {
		Cluster     []string        `json:"cluster"`
		Index       []ESIndices     `json:"index"`
		Application []ESApplication `json:"application"`
	} `json:"privileges"`
}

// profilesWithPrivileges answers GET and POST /_security/profile/_has_privileges: the
// enabled profiles with every privilege on every resource. The roles are those of the
// last login, and what the roles allow is decided now. The double answers for application
// privileges only.
func (c *esCall) profilesWithPrivileges() (int, any) {
	var question privilegeQuestion
	if err := decodeStrictly(c.body, &question); err != nil {
		return invalid("x_content_parse_exception", "[profile_has_privileges_request] %v", err)
	}
	if question.UIDs == nil || question.Privileges == nil {
		return invalid("illegal_argument_exception", "Required [uids, privileges]")
	}
	privileges := question.Privileges
	var reasons []string
	if len(*question.UIDs) == 0 {
		reasons = append(reasons, "profile uids list must not be empty")
	}
	if len(privileges.Cluster)+len(privileges.Index)+len(privileges.Application) == 0 {
		reasons = append(reasons, "must specify at least one privilege")
	}
	for _, asked := range privileges.Application {
		if strings.Contains(asked.Application, "*") {
			reasons = append(reasons, "Application names may not contain '*' (found '"+asked.Application+"')")
		}
	}
	if len(reasons) > 0 {
		return unusable(reasons...)
	}
	if len(privileges.Cluster)+len(privileges.Index) > 0 {
		return failed(http.StatusNotImplemented, esCause{
			Type: "unsupported_operation_exception", Reason: "the double answers for application privileges only",
		})
	}
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	return http.StatusOK, c.answerQuestion(*question.UIDs, privileges.Application)
}

func (c *esCall) answerQuestion(uids []string, asked []ESApplication) any {
	with := []string{}
	missing := map[string]esCause{}
	known := map[string]bool{} // by roles
	for _, uid := range uids {
		profile, there := c.es.profiles.byUID[uid]
		switch {
		case !there && len(c.es.profiles.all) > 0:
			missing[uid] = c.es.profiles.missing()
			continue
		case !there || profile.disabled:
			continue
		}
		roles := c.effectiveRoles(profile.user.Roles)
		key := strings.Join(roles, "\x00")
		has, judged := known[key]
		if !judged {
			has = c.allow(roles, asked)
			known[key] = has
		}
		if has {
			with = append(with, uid)
		}
	}
	return struct {
		UIDs   []string       `json:"has_privilege_uids"`
		Errors *profileErrors `json:"errors,omitempty"`
	}{with, errorsOf(missing)}
}
