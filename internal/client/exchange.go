package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// exchange is a request and what became of its attempts.
type exchange struct {
	request
	redact   func(string) string
	sentPath string // the path with the endpoint's own, for errors

	// The last answer; status is 0 until one has been read. That of a list is not
	// kept.
	status      int
	contentType string
	answer      []byte

	// began is when the current attempt began.
	began time.Time
	// connected says that the current attempt had a connection to write to.
	connected bool
	// lost says that an attempt may have taken effect although no answer of
	// Kibana's to it arrived. A later attempt may then be refused because of it.
	lost bool
	// again says that what the last attempt failed for may be over later, and
	// arrived is its answer, which may say when; nil where there was none.
	again   bool
	arrived *http.Response
}

// do sends r, again where that may help, and returns the exchange with a 2xx
// answer, or with the typed error that says why there is none.
func (c *Client) do(ctx context.Context, r request) (*exchange, error) {
	x := &exchange{request: r, redact: c.redact}
	req, err := c.newRequest(x.trace(ctx), r)
	if err != nil {
		return x, err
	}
	x.sentPath = req.URL.EscapedPath()
	req.SetResponseHandler(x.read)
	resp, err := c.retrying(x).Do(req) //nolint:bodyclose // x.read closes it
	if err == nil && x.status == 0 {
		err = x.read(resp) // retries ended with an answer that nobody has read
	}
	if r.paced && x.status != 0 {
		c.pace.observe(time.Since(x.began))
	}
	if err != nil {
		return x, x.failure(err)
	}
	return x, x.judge(resp)
}

func (c *Client) retrying(x *exchange) *retryablehttp.Client {
	retries := c.maxRetries
	if x.once {
		retries = 0
	}
	return &retryablehttp.Client{
		HTTPClient:     c.http,
		RetryWaitMin:   minBackoff,
		RetryWaitMax:   maxBackoff,
		RetryMax:       retries,
		Backoff:        c.backoff,
		CheckRetry:     x.checkRetry,
		RequestLogHook: func(retryablehttp.Logger, *http.Request, int) { x.connected, x.began = false, time.Now() },
		ErrorHandler:   retryablehttp.PassthroughErrorHandler,
	}
}

func (x *exchange) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { x.connected = true },
	})
}

func (x *exchange) checkRetry(_ context.Context, resp *http.Response, err error) (bool, error) {
	switch {
	case err != nil:
		// With TLS 1.3 a server refuses a client certificate only after the
		// handshake, on a connection that looked usable.
		x.lost = x.lost || x.connected && !kindOf(err).isTLS()
	case fromGateway(resp.StatusCode):
		x.lost = true
	}
	x.again, x.arrived = retryable(resp, err), resp
	return x.again, nil
}

// read takes the answer in as part of the attempt, so that one which breaks
// off is retried like any broken connection. Read to the end, the connection
// can be used again.
func (x *exchange) read(resp *http.Response) error {
	defer func() { _ = resp.Body.Close() }()
	if x.list != nil && isSuccess(resp.StatusCode) {
		return x.readList(resp)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswerSize+1))
	if err != nil {
		return err
	}
	x.status, x.contentType, x.answer = resp.StatusCode, resp.Header.Get("Content-Type"), answer
	if len(answer) > maxAnswerSize {
		return x.tooLong(maxAnswerSize)
	}
	return nil
}

func (x *exchange) tooLong(limit int) error {
	return x.responseError(fmt.Sprintf("an answer of more than %d bytes", limit))
}

// judge turns every answer but a 2xx into an error.
func (x *exchange) judge(resp *http.Response) error {
	switch {
	case isSuccess(x.status):
		return nil
	case isRedirect(x.status):
		return x.redirectError(resp)
	}
	envelope, problem := decode[struct {
		StatusCode int    `json:"statusCode"`
		Message    string `json:"message"`
	}](x.contentType, x.answer)
	switch {
	case problem != "":
		return x.responseError(problem)
	case envelope.StatusCode != x.status:
		return x.responseError("JSON that is not one of Kibana's errors")
	}
	return &APIError{x.status, x.method, x.sentPath, printable(x.redact(envelope.Message))}
}
