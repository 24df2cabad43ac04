package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// APIError reports that the server refused a request.
type APIError struct {
	StatusCode int
	Method     string
	Path       string
	// Message is the server's explanation. It may have several lines. It must not be
	// compared: Elasticsearch's part of it differs between versions.
	Message string
	// Type is Elasticsearch's type of the error, such as "security_exception". Kibana's
	// errors have none.
	Type string
	// UnlicensedFeature names the feature of Elasticsearch that the licence does not
	// include, if that is the reason.
	UnlicensedFeature string
}

func (e *APIError) Error() string {
	message := strings.Join(strings.Fields(e.Message), " ")
	return fmt.Sprintf("%s %s: %d %s: %s", e.Method, e.Path, e.StatusCode, http.StatusText(e.StatusCode), message)
}

// ResponseError reports an answer that is not the server's, or is unusable: a login
// page, a proxy's error, truncated JSON, a role of another name. If its status is
// 404, the object may exist all the same.
type ResponseError struct {
	Method     string
	Path       string
	StatusCode int
	// Problem describes the answer without quoting it.
	Problem string
}

func (e *ResponseError) Error() string {
	return fmt.Sprintf("%s %s: status %d with %s", e.Method, e.Path, e.StatusCode, e.Problem)
}

// RedirectError reports a redirect. The client follows none.
type RedirectError struct {
	Method string
	// From and To are URLs without user information and query.
	From, To string
}

func (e *RedirectError) Error() string {
	return fmt.Sprintf("%s %s: redirected to %s, which was not followed", e.Method, e.From, e.To)
}

// HiddenVersionError reports that Kibana answered without its version. It answers callers
// that it does not recognise in this way and, from 9.5 on, all callers without the cluster
// privilege monitor.
type HiddenVersionError struct {
	Method string
	Path   string
}

func (e *HiddenVersionError) Error() string {
	return fmt.Sprintf("%s %s: Kibana did not say its version", e.Method, e.Path)
}

// LostAnswerError reports that it is unknown whether a write took effect: its
// answer did not arrive, and the role could not be read to find out.
type LostAnswerError struct {
	Method string
	Path   string
	// Err is the error of the write. Unwrap returns it.
	Err error
	// ReadErr is the error of the reading after it.
	ReadErr error
}

func (e *LostAnswerError) Error() string {
	return fmt.Sprintf("%s %s: it is unknown whether the write took effect: %v; reading it back failed: %v",
		e.Method, e.Path, e.Err, e.ReadErr)
}

func (e *LostAnswerError) Unwrap() error { return e.Err }

// UnverifiedError reports a change that was written, but could not be read
// afterwards: it is unknown whether somebody overwrote it.
type UnverifiedError struct {
	Role string
	Err  error // of the reading
}

func (e *UnverifiedError) Error() string {
	return fmt.Sprintf("role %q: the change was written, but could not be verified: %v", e.Role, e.Err)
}

func (e *UnverifiedError) Unwrap() error { return e.Err }

// OverwrittenError reports a change that somebody else overwrote each time.
type OverwrittenError struct {
	Role  string
	Times int // how often the change was written
}

func (e *OverwrittenError) Error() string {
	return fmt.Sprintf("role %q: the change was made %d times, and overwritten each time", e.Role, e.Times)
}

// RestoredError reports a write that succeeded, but with which Kibana dropped the
// privilege "*" from the role. The client has written the base privilege "all" for
// all spaces in its place.
type RestoredError struct{ Role string }

func (e *RestoredError) Error() string {
	return fmt.Sprintf("role %q: the write dropped the privilege \"*\"; the base privilege \"all\" took its place", e.Role)
}

// UnrestoredError reports a write with which Kibana dropped the privilege "*" from
// the role. The client could not write anything in its place: users with the role
// have lost access.
type UnrestoredError struct {
	Role string
	Err  error // of the write in its place
}

func (e *UnrestoredError) Error() string {
	return fmt.Sprintf("role %q: the write dropped the privilege \"*\", and restoring it failed: %v", e.Role, e.Err)
}

func (e *UnrestoredError) Unwrap() error { return e.Err }

// UndecodableError reports a role whose privileges Kibana could not decode. Kibana
// shows it without them, so that a write would remove them. Nothing was written.
type UndecodableError struct{ Role string }

func (e *UndecodableError) Error() string {
	return fmt.Sprintf("role %q: Kibana cannot decode its privileges, and a write would remove them", e.Role)
}

// MaxPayload is the size in bytes of the largest body that Kibana accepts by
// default; see server.maxPayload in kibana.yml.
const MaxPayload = 1 << 20

// TooLargeError reports that Kibana, or a proxy in front of it, refused a role
// because of its size.
type TooLargeError struct {
	Size int // of the request's body, in bytes
	Err  error
}

func (e *TooLargeError) Error() string { return fmt.Sprintf("%v (%d bytes were sent)", e.Err, e.Size) }

func (e *TooLargeError) Unwrap() error { return e.Err }

// IsNotFound reports that Kibana answered 404 to a read or a DELETE: the object
// does not exist.
func IsNotFound(err error) bool { return hasStatus(err, http.StatusNotFound) && !IsUnrouted(err) }

// IsUnrouted reports that Kibana answered 404 to a PUT: the role API does not exist
// at the endpoint. It says nothing about the role, which a PUT creates.
func IsUnrouted(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.StatusCode == http.StatusNotFound && refused.Method == http.MethodPut
}

// IsConflict reports that Kibana answered 409: the role exists already.
func IsConflict(err error) bool { return hasStatus(err, http.StatusConflict) }

// IsUnauthorized reports that Kibana did not accept the credentials.
func IsUnauthorized(err error) bool { return hasStatus(err, http.StatusUnauthorized) }

// IsForbidden reports that the server answered 403: the caller lacks privileges, or the
// licence does not include what was asked for. See [IsUnlicensed].
func IsForbidden(err error) bool { return hasStatus(err, http.StatusForbidden) }

// IsUnlicensed reports that the licence of Elasticsearch does not include what was asked
// for.
func IsUnlicensed(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.UnlicensedFeature != ""
}

// notOnServerless is the type of Elasticsearch's error for a route that users of a
// serverless project cannot use.
const notOnServerless = "api_not_available_exception"

// IsNotOnServerless reports that Elasticsearch does not offer the route in a serverless
// project.
func IsNotOnServerless(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.StatusCode == http.StatusGone && refused.Type == notOnServerless
}

// IsSwitchedOff reports that native users, or native role mappings, are switched off in
// Elasticsearch.
func IsSwitchedOff(err error) bool {
	return hasStatus(err, http.StatusGone) && !IsNotOnServerless(err)
}

// IsInvalid reports that Kibana answered 400: it cannot store what was sent.
func IsInvalid(err error) bool { return hasStatus(err, http.StatusBadRequest) }

// IsUnavailable reports that Kibana, or a gateway in front of it, answered with a
// status that asks to come back later: 429, 502, 503 or 504. All retries are used
// up by then.
func IsUnavailable(err error) bool {
	if answered, ok := errors.AsType[*ResponseError](err); ok {
		return isBusy(answered.StatusCode)
	}
	refused, ok := errors.AsType[*APIError](err)
	return ok && isBusy(refused.StatusCode)
}

func hasStatus(err error, status int) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.StatusCode == status
}

func (x *exchange) responseError(problem string) *ResponseError {
	return &ResponseError{x.method, x.sentPath, x.status, problem}
}

func (x *exchange) redirectError(resp *http.Response) error {
	to, err := resp.Location()
	if err != nil {
		return x.responseError("a redirect that leads nowhere")
	}
	return &RedirectError{x.method, originAndPath(resp.Request.URL), originAndPath(to)}
}

// originAndPath returns a URL without the parts that may hold secrets.
func originAndPath(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}
