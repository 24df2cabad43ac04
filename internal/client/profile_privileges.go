package client

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
)

// profileBatch is how many profiles one request asks about. Elasticsearch decides for each
// of them within the time of one attempt.
const profileBatch = 1000

// ApplicationPrivileges are privileges of one application on some of its resources.
type ApplicationPrivileges struct {
	// Application is "kibana-.kibana" for Kibana.
	Application string `json:"application"`
	// Privileges are names of privileges, or actions such as "login:".
	Privileges []string `json:"privileges"`
	// Resources are "*" or, for a space, "space:<id>".
	Resources []string `json:"resources"`
}

// PrivilegedProfiles is the answer of [Elasticsearch.HasPrivileges].
type PrivilegedProfiles struct {
	// UIDs are the sorted uids of the enabled profiles with all privileges on all
	// resources.
	UIDs []string
	// Failed holds, by uid, why Elasticsearch could not tell: there is no such profile,
	// for example. A disabled profile is in neither.
	Failed map[string]string
}

// HasPrivileges returns which of the profiles have all privileges on all resources:
// POST /_security/profile/_has_privileges, once for each 1,000 profiles. Elasticsearch
// looks at the roles of the last login, with what they allow now. The licence must be
// standard or better; see [IsUnlicensed], and [IsNotOnServerless].
func (es *Elasticsearch) HasPrivileges(ctx context.Context, uids []string, privileges ...ApplicationPrivileges) (PrivilegedProfiles, error) {
	found := PrivilegedProfiles{Failed: map[string]string{}}
	asked := slices.Compact(slices.Sorted(slices.Values(uids)))
	for batch := range slices.Chunk(asked, profileBatch) {
		var question struct {
			UIDs       []string `json:"uids"`
			Privileges struct {
				Application []ApplicationPrivileges `json:"application"`
			} `json:"privileges"`
		}
		question.UIDs, question.Privileges.Application = batch, privileges
		body, err := json.Marshal(question)
		if err != nil {
			return PrivilegedProfiles{}, err
		}
		post := request{method: http.MethodPost, path: "/_security/profile/_has_privileges", readOnly: true, body: body}
		answer, err := ask(ctx, es, post, func() *privilegedAnswer { return &privilegedAnswer{asked: batch} })
		if err != nil {
			return PrivilegedProfiles{}, err
		}
		found.UIDs = append(found.UIDs, answer.uids...)
		for uid, reason := range answer.failed {
			found.Failed[uid] = printable(es.redact(reason))
		}
	}
	slices.Sort(found.UIDs)
	return found, nil
}

// privilegedAnswer is the answer for one batch.
type privilegedAnswer struct {
	asked  []string // sorted
	uids   []string
	failed map[string]string
}

func (a *privilegedAnswer) member(name string, value *json.Decoder) error {
	switch name {
	case "has_privilege_uids":
		return value.Decode(&a.uids)
	case "errors":
		return a.errors(value)
	}
	return skip(value)
}

func (a *privilegedAnswer) errors(value *json.Decoder) (err error) {
	a.failed, err = decodeFailures(value)
	return err
}

func (a *privilegedAnswer) problem() string {
	if a.uids == nil {
		return "JSON without the profiles that have the privileges"
	}
	for _, uid := range slices.AppendSeq(slices.Clone(a.uids), maps.Keys(a.failed)) {
		if _, asked := slices.BinarySearch(a.asked, uid); !asked {
			return "a profile that was not asked about"
		}
	}
	return ""
}

// decodeFailures decodes why there is no answer for some profiles: the reason by uid.
func decodeFailures(value *json.Decoder) (map[string]string, error) {
	var failures struct {
		Details map[string]struct {
			Reason string `json:"reason"`
		} `json:"details"`
	}
	if err := value.Decode(&failures); err != nil {
		return nil, err
	}
	if failures.Details == nil {
		return nil, errors.New("errors without details")
	}
	reasons := map[string]string{}
	for uid, failure := range failures.Details {
		reasons[uid] = failure.Reason
	}
	return reasons, nil
}
