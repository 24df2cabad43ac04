package client

import (
	"context"
	"net/http"
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
)

// Exported for the tests of this package.
const (
	MinBackoff    = minBackoff
	MaxBackoff    = maxBackoff
	MaxRetryAfter = maxRetryAfter
	MaxAnswerSize = maxAnswerSize
	MaxStreamSize = maxStreamSize
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
	return p.recheckAfter()
}

// Trips returns the measured round trips.
func (c *Client) Trips() []time.Duration {
	c.pace.mu.Lock()
	defer c.pace.mu.Unlock()
	return slices.Clone(c.pace.recent)
}
