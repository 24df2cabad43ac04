package client

import (
	"slices"
	"sync"
	"time"
)

const (
	// The time between a write and its second verifying read is recheckTrips times the
	// slowest recent round trip, within these limits.
	leastRecheck   = 250 * time.Millisecond
	longestRecheck = 10 * time.Second
	// recheckTrips includes a reserve for a busy machine: another writer takes one
	// round trip between its read and the arrival of its write.
	recheckTrips = 4
	// recentTrips is how many round trips are kept.
	recentTrips = 32
)

// pace measures how long requests for roles take.
type pace struct {
	fixed time.Duration // Config.RecheckAfter; 0 means to use the measured round trips

	mu     sync.Mutex
	recent []time.Duration // guarded by mu; the newest recentTrips
}

// observe adds the duration of one attempt.
func (p *pace) observe(trip time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.recent = append(p.recent, trip)
	p.recent = p.recent[max(0, len(p.recent)-recentTrips):]
}

// recheckAfter returns the time between a write and its second verifying read. A
// write that somebody else prepared at the same time has probably arrived by then.
func (p *pace) recheckAfter() time.Duration {
	if p.fixed > 0 {
		return p.fixed
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	slowest := slices.Max(append(slices.Clip(p.recent), 0))
	return min(max(recheckTrips*slowest, leastRecheck), longestRecheck)
}
