package client

import (
	"slices"
	"sync"
	"time"
)

const (
	// leastRecheck is the least time between a write and its second verifying
	// read, and longestRecheck the most.
	leastRecheck   = 250 * time.Millisecond
	longestRecheck = 10 * time.Second
	// recheckTrips is that time in round trips. Another writer takes one between
	// its read and the arrival of its write; a busy machine makes it longer.
	recheckTrips = 4
	// recentTrips is how many round trips are remembered.
	recentTrips = 32
)

// pace measures how long requests for roles take.
type pace struct {
	fixed time.Duration // Config.RecheckAfter; 0 measures

	mu     sync.Mutex
	recent []time.Duration // guarded by mu; the newest recentTrips
}

// observe notes the duration of one attempt.
func (p *pace) observe(trip time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.recent = append(p.recent, trip)
	p.recent = p.recent[max(0, len(p.recent)-recentTrips):]
}

// recheckAfter is the time after a write by which a write of somebody else that
// was under way beside it has probably arrived.
func (p *pace) recheckAfter() time.Duration {
	if p.fixed > 0 {
		return p.fixed
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	slowest := slices.Max(append(slices.Clip(p.recent), 0))
	return min(max(recheckTrips*slowest, leastRecheck), longestRecheck)
}
