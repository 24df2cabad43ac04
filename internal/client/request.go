package client

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// The largest answers that are read, in bytes. A list of 10,000 roles of ordinary
// size takes about 20 MiB.
const (
	maxStreamSize = 64 << 20
	maxAnswerSize = 8 << 20
)

// request is one API call.
type request struct {
	method    string
	path      string // under the endpoint, escaped
	query     string
	body      []byte // JSON, or nil
	versioned bool   // a versioned public route
	noContent bool   // the 2xx answer is empty
	timed     bool   // the duration of its attempts is measured
	readOnly  bool   // a POST that changes nothing
	// stream, where set, decodes a long 2xx answer while it arrives. Each attempt calls
	// it anew.
	stream func(contentType string, answer io.Reader)
	// renew, where set, is called before each repetition. It returns the body to
	// send next. An error ends the exchange, and is the error of [Client.do].
	renew func(context.Context, *exchange) (body []byte, err error)
}

// newRequest prepares the request of an exchange. Each attempt sends the body
// that the exchange has by then.
func (c *connection) newRequest(ctx context.Context, x *exchange) (*retryablehttp.Request, error) {
	address := c.base + x.path
	if x.query != "" {
		address += "?" + x.query
	}
	var body any
	if x.body != nil {
		body = retryablehttp.ReaderFunc(func() (io.Reader, error) { return bytes.NewReader(x.body), nil })
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, x.method, address, body)
	if err != nil {
		return nil, err
	}
	c.setHeaders(req.Header)
	maps.Copy(req.Header, c.headers)
	if x.versioned {
		req.Header.Set("elastic-api-version", apiVersion)
	}
	if x.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// fetch sends a request whose answer is one JSON value.
func fetch[T any](ctx context.Context, c *Client, r request) (*exchange, T, error) {
	var none T
	x, err := c.do(ctx, r)
	if err != nil {
		return x, none, err
	}
	value, problem := decode[T](x.contentType, x.answer)
	if problem != "" {
		return x, none, x.responseError(problem)
	}
	return x, value, nil
}

// segment escapes s as exactly one path segment. It also escapes names of dots only,
// which would otherwise be relative references.
func segment(s string) string {
	if strings.Trim(s, ".") == "" {
		return strings.ReplaceAll(s, ".", "%2E")
	}
	return url.PathEscape(s)
}

// isSuccess reports a 2xx status.
func isSuccess(status int) bool {
	return status >= http.StatusOK && status < http.StatusMultipleChoices
}

// isRedirect reports a 3xx status.
func isRedirect(status int) bool {
	return status >= http.StatusMultipleChoices && status < http.StatusBadRequest
}
