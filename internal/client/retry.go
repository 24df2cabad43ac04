package client

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	minBackoff = 250 * time.Millisecond
	maxBackoff = 10 * time.Second
	// maxRetryAfter is the longest wait that a server may ask for. Kibana asks for
	// 30 seconds while it cannot get its licence.
	maxRetryAfter = time.Minute
)

// newRetryClient returns the client that repeats attempts, for reads and writes
// alike. It keeps no state of a request: the exchange in the request's context
// has that.
func newRetryClient(attempts *http.Client, maxRetries int) *retryablehttp.Client {
	return &retryablehttp.Client{
		HTTPClient:   attempts,
		RetryMax:     maxRetries,
		RetryWaitMin: minBackoff,
		RetryWaitMax: maxBackoff,
		Backoff:      backoff,
		CheckRetry: func(_ context.Context, resp *http.Response, err error) (bool, error) {
			return isRetryable(resp, err), nil
		},
		PrepareRetry: prepareRetry,
		// The last answer is an exchange's outcome like any other.
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// isRetryable decides whether a request is repeated after an attempt, as long as
// retries are left. A 500 is Kibana's final answer, and a TLS failure needs the
// user.
func isRetryable(resp *http.Response, err error) bool {
	if err == nil {
		return isBusy(resp.StatusCode)
	}
	if isA[*ResponseError](err) {
		return false
	}
	kind := kindOf(err)
	return kind != KindCancelled && !kind.isTLS()
}

// prepareRetry runs after the wait and before the repetition. A body that is
// renewed may have another length.
func prepareRetry(r *http.Request) error {
	if err := r.Context().Err(); err != nil { // the wait may have been too short to notice
		return err
	}
	x := exchangeOf(r)
	if x.renew == nil {
		return nil
	}
	x.body, x.stopped = x.renew(r.Context(), x)
	r.ContentLength = int64(len(x.body))
	return x.stopped
}

// backoff returns how long to wait before a repetition: as long as the server
// asks in Retry-After, otherwise longer after each attempt. It adds up to half of
// that at random, so that parallel calls do not come back at the same time.
func backoff(shortest, longest time.Duration, attempt int, resp *http.Response) time.Duration {
	wait := retryablehttp.DefaultBackoff(shortest, longest, attempt, resp)
	wait = min(max(wait, 0), maxRetryAfter)
	return wait + rand.N(wait/2+1) //nolint:gosec // jitter is no secret
}

// isBusy reports a status that asks the caller to come back later.
func isBusy(status int) bool { return status == http.StatusTooManyRequests || isFromGateway(status) }

// isFromGateway reports a status that a proxy may send by itself, although Kibana
// received the request behind it.
func isFromGateway(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}
