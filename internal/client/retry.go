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
	// maxRetryAfter bounds the wait that a server may ask for. Kibana asks for
	// 30 seconds while it cannot learn its licence.
	maxRetryAfter = time.Minute
)

// backoff waits as long as the server asks in Retry-After, else exponentially
// longer, and in either case up to half as long again, so that parallel calls
// do not come back in step.
func backoff(shortest, longest time.Duration, attempt int, resp *http.Response) time.Duration {
	wait := retryablehttp.DefaultBackoff(shortest, longest, attempt, resp)
	wait = min(max(wait, 0), maxRetryAfter)
	return wait + rand.N(wait/2+1) //nolint:gosec // jitter is no secret
}

// retryable reports whether an attempt that ended so may end better later. A
// 500 is Kibana's final word; a TLS failure needs the user.
func retryable(resp *http.Response, err error) bool {
	if err == nil {
		return isBusy(resp.StatusCode)
	}
	if isA[*ResponseError](err) {
		return false
	}
	kind := kindOf(err)
	return kind != KindCancelled && !kind.isTLS()
}

// isBusy reports a status that asks to come back later.
func isBusy(status int) bool { return status == http.StatusTooManyRequests || fromGateway(status) }

// fromGateway reports a status that a proxy also gives by itself, whatever
// became of the request behind it.
func fromGateway(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// sleep ends early where nobody waits any more.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
