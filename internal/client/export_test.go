package client

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"slices"
	"sync"
	"time"
)

// Exported for the tests of this package.
var (
	Backoff          = backoff
	KindOf           = kindOf
	EnvironmentProxy = environmentProxy
	CheckProxy       = checkProxyConnect
	PauseBefore      = pauseBefore
)

// Exported for the tests of this package.
const (
	MinBackoff    = minBackoff
	MaxBackoff    = maxBackoff
	MaxRetryAfter = maxRetryAfter
	MaxAnswerSize = maxAnswerSize
	MaxStreamSize = maxStreamSize
	FirstPause    = firstPause
)

// Waits records the waits between attempts.
type Waits struct {
	mu  sync.Mutex
	all []time.Duration
}

// All returns the recorded waits.
func (w *Waits) All() []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all
}

// SkipWaits makes the client retry at once, and records how long it would wait.
func (c *Client) SkipWaits() *Waits {
	waits := &Waits{}
	c.retries.Backoff = func(shortest, longest time.Duration, attempt int, resp *http.Response) time.Duration {
		waits.mu.Lock()
		defer waits.mu.Unlock()
		waits.all = append(waits.all, backoff(shortest, longest, attempt, resp))
		return 0
	}
	return waits
}

// AnswerInProcess lets h answer every request without a network. The client can
// then run in a bubble of testing/synctest.
func (c *Client) AnswerInProcess(h http.Handler) {
	attempts := c.retries.HTTPClient.Transport.(*attemptTransport)
	attempts.RegisterProtocol("http", roundTripper(func(r *http.Request) (*http.Response, error) {
		httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
		recorder := httptest.NewRecorder()
		received := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.RequestURI(), r.Body)
		received.Header = r.Header
		h.ServeHTTP(recorder, received)
		return recorder.Result(), r.Context().Err()
	}))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// SetTempDir sets the folder of the locks. Clients with different folders behave like
// processes on different machines.
func (c *Client) SetTempDir(dir string) { c.tempDir = dir }

// Lock locks a role. It goes on without the lock if it does not get it.
func (c *Client) Lock(ctx context.Context, role string) (unlock func()) { return c.lockRole(ctx, role) }

// RecheckAfter returns the time before the second verifying read after the given round
// trips.
func RecheckAfter(fixed time.Duration, trips ...time.Duration) time.Duration {
	p := &pace{fixed: fixed}
	for _, trip := range trips {
		p.observe(trip)
	}
	_ = p.recheckAfter() // the answer to the same question is the same
	return p.recheckAfter()
}

// Trips returns the measured round trips.
func (c *Client) Trips() []time.Duration {
	c.pace.mu.Lock()
	defer c.pace.mu.Unlock()
	return slices.Clone(c.pace.recent)
}

// Queues are queues without workers.
type Queues struct{ *queues }

// NewQueues returns queues without jobs.
func NewQueues() Queues { return Queues{newQueues()} }

// AddChange and AddAlone add a job. First says that the role has no worker yet.
func (q Queues) AddChange(role string) (first bool) {
	_, first = q.add(role, &job{})
	return first
}

func (q Queues) AddAlone(role string) (first bool) {
	_, first = q.add(role, &job{alone: func(context.Context) error { return nil }})
	return first
}

// Alone and Changes take jobs from the head of the queue, and return how many.
func (q Queues) Alone(role string) int {
	if q.dequeueAlone(role) == nil {
		return 0
	}
	return 1
}

func (q Queues) Changes(role string) int { return len(q.dequeueChanges(role)) }

// Waiting returns the number of jobs. End ends the queue if there are none, and Kept is the number of queues that are kept.
func (q Queues) Waiting(role string) int { return q.count(role) }
func (q Queues) End(role string) bool    { return q.end(role) }
func (q Queues) Kept() int               { return len(q.waiting) + len(q.arrivals) }

// ServeNobody lets a worker serve a job whose caller has just given up.
func ServeNobody() { (&worker{}).serveAlone(nil) }

// RemovalsFirst returns the order in which changes are made one by one, as positions in the batch.
func RemovalsFirst(batch ...Change) (order []int) {
	jobs := make([]*job, 0, len(batch))
	for i, change := range batch {
		jobs = append(jobs, &job{change: change, writes: i})
	}
	for _, j := range removalsFirst(jobs) {
		order = append(order, j.writes)
	}
	return order
}
