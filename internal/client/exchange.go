package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// exchange is a request and the outcome of its latest attempt. It belongs to the
// goroutine that calls [connection.do]: the attempts, and what happens between them,
// run on that goroutine.
type exchange struct {
	request
	dialect

	redact   func(string) string
	sentPath string // the path that was sent, base path included; for errors

	// The answer to the latest attempt. Status is 0 if the attempt got none. The
	// text of a list is not kept.
	status      int
	contentType string
	answer      []byte
	// failure is the typed error of the latest attempt; nil if it succeeded.
	failure error

	// lost says that an attempt may have taken effect although the server's answer to
	// it did not arrive. The server may refuse a later attempt because of that.
	// [request.renew] resets it after it has found out.
	lost bool
	// stopped is the error with which [request.renew] ended the exchange.
	stopped error
}

// exchangeKey is the key of the exchange in the context of its request.
type exchangeKey struct{}

// exchangeOf returns the exchange of a request that [connection.do] made.
func exchangeOf(r *http.Request) *exchange {
	x, _ := r.Context().Value(exchangeKey{}).(*exchange)
	return x
}

// do sends a request and repeats it as [isRetryable] says. It returns the
// exchange with a 2xx answer, or the typed error that says why there is none.
func (c *connection) do(ctx context.Context, r request) (*exchange, error) {
	x := &exchange{request: r, dialect: c.dialect, redact: c.redact}
	req, err := c.newRequest(context.WithValue(ctx, exchangeKey{}, x), x)
	if err != nil {
		return x, err
	}
	x.sentPath = req.URL.EscapedPath()
	resp, err := c.retries.Do(req)
	if resp != nil {
		_ = resp.Body.Close() // each attempt has read it
	}
	switch {
	case x.stopped != nil:
		return x, x.stopped
	case err != nil:
		return x, x.errorWithoutAnswer(err)
	}
	return x, x.failure
}

// receive reads the whole answer to an attempt, and judges it. An error means
// that the answer broke off or is too long.
func (x *exchange) receive(resp *http.Response) error {
	defer func() { _ = resp.Body.Close() }()
	if x.stream != nil && isSuccess(resp.StatusCode) {
		return x.receiveStream(resp)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswerSize+1))
	if err != nil {
		return err
	}
	x.status, x.contentType, x.answer = resp.StatusCode, resp.Header.Get("Content-Type"), answer
	if len(answer) > maxAnswerSize {
		return x.tooLong(maxAnswerSize)
	}
	x.failure = x.judge(resp)
	return nil
}

func (x *exchange) tooLong(limit int) error {
	return x.responseError(fmt.Sprintf("an answer of more than %d bytes", limit))
}

// judge returns the typed error of an answer; nil for a usable one.
func (x *exchange) judge(resp *http.Response) error {
	switch {
	case isSuccess(x.status) && x.noContent && len(x.answer) > 0:
		// A login page, or something else in place of the server's answer. It does not
		// say whether the write took effect.
		x.lost = true
		return x.responseError("content where Kibana sends none")
	case isSuccess(x.status):
		return nil
	case isRedirect(x.status):
		return x.redirectError(resp)
	case x.status == http.StatusRequestEntityTooLarge && x.body != nil:
		return &TooLargeError{len(x.body), x.refusal(x)}
	}
	return x.refusal(x)
}
