package kibanatest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// maxProfiles is the largest number of profiles that a search returns, and counts.
const maxProfiles = 10_000

// profileUser is the user of a profile in an answer.
type profileUser struct {
	Username string   `json:"username"`
	Roles    []string `json:"roles"`
	Realm    string   `json:"realm_name"`
	Email    string   `json:"email,omitempty"`
	FullName string   `json:"full_name,omitempty"`
}

// profileHit is a profile in the answer of a search.
type profileHit struct {
	UID    string         `json:"uid"`
	User   profileUser    `json:"user"`
	Labels map[string]any `json:"labels"`
	Data   map[string]any `json:"data"`
}

// profileView is a profile in an answer.
type profileView struct {
	UID          string         `json:"uid"`
	Enabled      bool           `json:"enabled"`
	Synchronized int64          `json:"last_synchronized"`
	User         profileUser    `json:"user"`
	Labels       map[string]any `json:"labels"`
	Data         map[string]any `json:"data"`
	Doc          struct {
		PrimaryTerm int `json:"_primary_term"`
		SeqNo       int `json:"_seq_no"`
	} `json:"_doc"`
}

// profileErrors says for which uids there was no answer, and why.
type profileErrors struct {
	Count   int                `json:"count"`
	Details map[string]esCause `json:"details"`
}

// profileSearch is the body of a request for suggestions.
type profileSearch struct {
	Name *string `json:"name"`
	Size *int    `json:"size"`
	Data *string `json:"data"`
	Hint *struct {
		UIDs   []string       `json:"uids"`
		Labels map[string]any `json:"labels"`
	} `json:"hint"`
}

// suggestProfiles answers GET and POST /_security/profile/_suggest: the enabled profiles,
// the latest login first. Hints do not change the order in the double. A name finds the
// users whose name or e-mail address has a word that begins with it; Elasticsearch finds
// similar ones, too.
func (c *esCall) suggestProfiles() (int, any) {
	var search profileSearch
	if err := decodeStrictly(c.body, &search); err != nil {
		return invalid("x_content_parse_exception", "[suggest_profile_request] %v", err)
	}
	size := 10
	switch {
	case search.Data != nil && c.request.URL.Query().Has("data"):
		return invalid("illegal_argument_exception",
			"The [data] parameter must be specified in either request body or as query parameter, but not both")
	case search.Size != nil && *search.Size < 0:
		return unusable(fmt.Sprintf("[size] parameter cannot be negative but was [%d]", *search.Size))
	case search.Hint != nil && len(search.Hint.UIDs) == 0 && len(search.Hint.Labels) == 0:
		return unusable("[hint] parameter cannot be empty")
	case search.Size != nil:
		size = *search.Size
	}
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	if size > maxProfiles && len(c.es.profiles.all) > 0 {
		return failed(http.StatusBadRequest, esCause{Type: "illegal_argument_exception", Reason: fmt.Sprintf(
			"Result window is too large, from + size must be less than or equal to: [%d] but was [%d]. See the scroll api for a more "+
				"efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.",
			maxProfiles, size)})
	}
	var name string
	if search.Name != nil {
		name = *search.Name
	}
	return http.StatusOK, suggestions(c.es.profiles.search(name), size)
}

// suggestions returns the answer with the first profiles.
func suggestions(found []*userProfile, size int) any {
	type total struct {
		Value    int    `json:"value"`
		Relation string `json:"relation"`
	}
	count := total{len(found), "eq"}
	if len(found) > maxProfiles {
		count = total{maxProfiles, "gte"}
	}
	hits := []profileHit{}
	for _, profile := range found[:min(size, len(found))] {
		hits = append(hits, profileHit{profile.uid, profile.view(), map[string]any{}, map[string]any{}})
	}
	return struct {
		Took     int          `json:"took"`
		Total    total        `json:"total"`
		Profiles []profileHit `json:"profiles"`
	}{0, count, hits}
}

// search returns the enabled profiles that match a name, the latest login first.
func (store *profileStore) search(name string) []*userProfile {
	name = strings.ToLower(strings.TrimSpace(name))
	var found []*userProfile
	for _, profile := range store.all {
		if !profile.disabled && profile.matches(name) {
			found = append(found, profile)
		}
	}
	slices.SortFunc(found, func(a, b *userProfile) int { return cmp.Compare(b.synchronized, a.synchronized) })
	return found
}

func (p *userProfile) matches(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(p.user.Username+" "+p.user.FullName+" "+p.user.Email), func(r rune) bool {
		return strings.ContainsRune(" .@-", r)
	})
	return name == "" || slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, name) })
}

func (p *userProfile) view() profileUser {
	return profileUser{p.user.Username, orEmpty(p.user.Roles), p.realm, p.user.Email, p.user.FullName}
}

// getProfiles answers GET /_security/profile/{uids}, with disabled profiles, too.
func (c *esCall) getProfiles() (int, any) {
	if status, refusal := c.authorize(); status != 0 {
		return status, refusal
	}
	views := []profileView{}
	missing := map[string]esCause{}
	for _, uid := range c.names() {
		profile, there := c.es.profiles.byUID[uid]
		if !there {
			missing[uid] = c.es.profiles.missing()
			continue
		}
		views = append(views, profile.whole())
	}
	return http.StatusOK, struct {
		Profiles []profileView  `json:"profiles"`
		Errors   *profileErrors `json:"errors,omitempty"`
	}{views, errorsOf(missing)}
}

// whole returns the profile as an answer about it alone shows it.
func (p *userProfile) whole() profileView {
	v := profileView{
		UID: p.uid, Enabled: !p.disabled, Synchronized: p.synchronized,
		User: p.view(), Labels: map[string]any{}, Data: map[string]any{},
	}
	v.Doc.PrimaryTerm = 1
	return v
}

// missing returns the error for a uid without a profile.
func (store *profileStore) missing() esCause {
	if len(store.all) == 0 {
		return esCause{Type: "exception", Reason: "profile index does not exist"}
	}
	return esCause{Type: "resource_not_found_exception", Reason: "profile document not found"}
}

// errorsOf returns nil if there are no errors.
func errorsOf(details map[string]esCause) *profileErrors {
	if len(details) == 0 {
		return nil
	}
	return &profileErrors{len(details), details}
}

// decodeStrictly decodes a body without unknown fields. An empty body decodes into
// nothing.
func decodeStrictly(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("content after the object")
	}
	return nil
}
