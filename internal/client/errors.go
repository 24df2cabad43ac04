package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// APIError is Kibana's refusal of a request.
type APIError struct {
	StatusCode int
	Method     string
	Path       string
	// Message is Kibana's explanation; it may span lines. Elasticsearch's part
	// of it differs between versions: never match on it.
	Message string
}

func (e *APIError) Error() string {
	message := strings.Join(strings.Fields(e.Message), " ")
	return fmt.Sprintf("%s %s: %d %s: %s", e.Method, e.Path, e.StatusCode, http.StatusText(e.StatusCode), message)
}

// ResponseError reports an answer that Kibana does not give: a login page, a
// proxy's error, truncated JSON, another role than the one asked for. A 404 of
// this kind says nothing about the object.
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

// RedirectError reports a redirect; none is ever followed.
type RedirectError struct {
	Method string
	// From and To are origin and path, without user information and query.
	From, To string
}

func (e *RedirectError) Error() string {
	return fmt.Sprintf("%s %s: redirected to %s, which was not followed", e.Method, e.From, e.To)
}

// AuthenticationError reports that Kibana answered as it answers anonymous
// callers, without saying that it refused the credentials.
type AuthenticationError struct {
	Method string
	Path   string
}

func (e *AuthenticationError) Error() string {
	return fmt.Sprintf("%s %s: authentication failed: Kibana answered as to an anonymous caller", e.Method, e.Path)
}

// LostAnswerError reports a write whose fate is unknown: no answer arrived,
// and the object could not be read to find out.
type LostAnswerError struct {
	Method string
	Path   string
	// Err says how the answer was lost. It is what errors.As and errors.Is see.
	Err error
	// ReadErr says why reading did not settle the matter.
	ReadErr error
}

func (e *LostAnswerError) Error() string {
	return fmt.Sprintf("%s %s: it is unknown whether the write took effect: %v; reading it back failed: %v",
		e.Method, e.Path, e.Err, e.ReadErr)
}

func (e *LostAnswerError) Unwrap() error { return e.Err }

// UnverifiedError reports a change that Kibana accepted, but that could not be
// read afterwards: whether somebody overwrote it is unknown.
type UnverifiedError struct {
	Role string
	Err  error // why it could not be read
}

func (e *UnverifiedError) Error() string {
	return fmt.Sprintf("role %q: the change was written, but could not be verified: %v", e.Role, e.Err)
}

func (e *UnverifiedError) Unwrap() error { return e.Err }

// OverwrittenError reports a change that somebody else kept overwriting.
type OverwrittenError struct {
	Role  string
	Times int // how often it was made
}

func (e *OverwrittenError) Error() string {
	return fmt.Sprintf("role %q: the change was made %d times, and overwritten each time", e.Role, e.Times)
}

// RestoredError reports a write that succeeded although Kibana dropped the
// privilege "*" from the role with it. The base privilege "all" for all spaces
// took its place.
type RestoredError struct{ Role string }

func (e *RestoredError) Error() string {
	return fmt.Sprintf("role %q: the write dropped the privilege \"*\"; the base privilege \"all\" took its place", e.Role)
}

// UnrestoredError reports a write with which Kibana dropped the privilege "*"
// from the role, and that nothing could be written in its place: whoever holds
// the role has lost access.
type UnrestoredError struct {
	Role string
	Err  error // why nothing could be written
}

func (e *UnrestoredError) Error() string {
	return fmt.Sprintf("role %q: the write dropped the privilege \"*\", and restoring it failed: %v", e.Role, e.Err)
}

func (e *UnrestoredError) Unwrap() error { return e.Err }

// MaxPayload is the largest body that Kibana accepts, in bytes, unless its
// server.maxPayload says otherwise.
const MaxPayload = 1 << 20

// TooLargeError reports that Kibana, or a proxy in front of it, did not take a
// role because of its size.
type TooLargeError struct {
	Size int // of the request's body, in bytes
	Err  error
}

func (e *TooLargeError) Error() string { return fmt.Sprintf("%v (%d bytes were sent)", e.Err, e.Size) }

func (e *TooLargeError) Unwrap() error { return e.Err }

// IsNotFound reports that Kibana answered 404: what was asked for is not there.
func IsNotFound(err error) bool { return hasStatus(err, http.StatusNotFound) && !IsUnrouted(err) }

// IsUnrouted reports that Kibana answered 404 to a PUT. That is no word about
// the role, which a PUT creates: it is the API that is not there.
func IsUnrouted(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.StatusCode == http.StatusNotFound && refused.Method == http.MethodPut
}

// IsConflict reports that Kibana answered 409: the role exists already.
func IsConflict(err error) bool { return hasStatus(err, http.StatusConflict) }

// IsUnauthorized reports that Kibana did not accept the credentials.
func IsUnauthorized(err error) bool {
	return isA[*AuthenticationError](err) || hasStatus(err, http.StatusUnauthorized)
}

// IsForbidden reports that Kibana answered 403: the caller lacks privileges.
func IsForbidden(err error) bool { return hasStatus(err, http.StatusForbidden) }

// IsInvalid reports that Kibana answered 400: what was sent cannot be stored.
func IsInvalid(err error) bool { return hasStatus(err, http.StatusBadRequest) }

// IsUnavailable reports that Kibana, or a gateway in front of it, asked to try
// again later, and did so until all attempts were used up.
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

// originAndPath leaves out what may hold secrets.
func originAndPath(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}
