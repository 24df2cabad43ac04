package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// lookupBatch is how many profiles one request reads by their uids, which are in its path.
const lookupBatch = 50

// FoundProfiles is the answer of [Elasticsearch.ProfilesByUID].
type FoundProfiles struct {
	// List has the profiles that exist, disabled ones, too. It is sorted by uid.
	List []UserProfile
	// Failed holds, by uid, why Elasticsearch could not read the others.
	Failed map[string]string
}

// lookupAnswer is the answer for one batch.
type lookupAnswer struct {
	asked    []string // sorted
	roleSets *roleSets
	profiles []UserProfile
	failed   map[string]string
}

// ProfilesByUID reads profiles that [Elasticsearch.Profiles] does not list: disabled ones,
// and those beyond its limit. It sends GET /_security/profile/{uids}, once for each 50
// profiles. No licence is needed. See [IsNotOnServerless].
func (es *Elasticsearch) ProfilesByUID(ctx context.Context, uids []string) (FoundProfiles, error) {
	found := FoundProfiles{Failed: map[string]string{}}
	asked := slices.Compact(slices.Sorted(slices.Values(uids)))
	for batch := range slices.Chunk(asked, lookupBatch) {
		var escaped []string
		for _, uid := range batch {
			escaped = append(escaped, url.PathEscape(uid))
		}
		get := request{method: http.MethodGet, path: "/_security/profile/" + strings.Join(escaped, ",")}
		answer, err := ask(ctx, es, get, func() *lookupAnswer { return &lookupAnswer{asked: batch, roleSets: es.roleSets} })
		if err != nil {
			return FoundProfiles{}, err
		}
		found.List = append(found.List, answer.profiles...)
		for uid, reason := range answer.failed {
			found.Failed[uid] = printable(es.redact(reason))
		}
	}
	return found, nil
}

func (a *lookupAnswer) member(name string, value *json.Decoder) (err error) {
	switch name {
	case "profiles":
		return decodeProfiles(value, a.roleSets, func(p UserProfile) { a.profiles = append(a.profiles, p) })
	case "errors":
		a.failed, err = decodeFailures(value)
		return err
	}
	return skip(value)
}

// problem checks that there is one answer for each uid.
func (a *lookupAnswer) problem() string {
	slices.SortFunc(a.profiles, func(x, y UserProfile) int { return strings.Compare(x.UID, y.UID) })
	answered := make([]string, 0, len(a.asked))
	for _, p := range a.profiles {
		answered = append(answered, p.UID)
	}
	for uid := range a.failed {
		answered = append(answered, uid)
	}
	slices.Sort(answered)
	if !slices.Equal(answered, a.asked) {
		return "other profiles than those that were asked for"
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
