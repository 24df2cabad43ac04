package client

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-retryablehttp"
)

// Limits of what is read of an answer, in bytes. A list of 10,000 roles of
// ordinary size takes about 20 MiB.
const (
	maxListSize   = 64 << 20
	maxAnswerSize = 8 << 20
)

// request is one API call.
type request struct {
	method    string
	path      string // under the endpoint, escaped
	query     string
	body      []byte // JSON, or nil
	versioned bool   // a versioned public route
	once      bool   // never repeated: its caller looks first
	paced     bool   // its duration is measured
	// list takes in, anew in each attempt, an answer with a 2xx status that is to
	// be a JSON list.
	list func(contentType string, answer io.Reader)
}

// newRequest keeps the body replayable: retryablehttp rewinds byte slices.
func (c *Client) newRequest(ctx context.Context, r request) (*retryablehttp.Request, error) {
	address := c.base + r.path
	if r.query != "" {
		address += "?" + r.query
	}
	var body any
	if r.body != nil {
		body = r.body
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, err
	}
	c.setHeaders(req.Header)
	if r.versioned {
		req.Header.Set("elastic-api-version", apiVersion)
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// fetch makes a call that is answered with JSON.
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

// send makes a call that Kibana answers without content. Anything else with a
// 2xx status is a login page, or took the place of Kibana's answer: it does not
// say whether the write took place.
func (c *Client) send(ctx context.Context, r request) (*exchange, error) {
	x, err := c.do(ctx, r)
	if err == nil && len(x.answer) > 0 {
		x.lost = true
		err = x.responseError("content where Kibana sends none")
	}
	// Who refuses a large body may hang up before all of it, and so before the
	// refusal, has arrived.
	if isTooLarge(err) || len(r.body) > MaxPayload && isBroken(err) {
		err = &TooLargeError{len(r.body), err}
	}
	return x, err
}

// segment escapes s as exactly one path segment. Names made of dots only would
// otherwise be taken for relative references.
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
