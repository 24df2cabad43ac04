package provider_test

import (
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
)

// TestFaultMatrix: every fault in every operation ends as expected, what is said
// of it is true, and afterwards a plan and an apply lead to the goal. It prints
// what it finds where FAULT_MATRIX is set.
func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	want, found := parsed(expected), matrix{}
	var lock sync.Mutex
	ends := func(c cell, goal document) (again bool) {
		t.Run(c.String(), func(t *testing.T) {
			got, more := c.run(t, goal)
			if again = more; got != want[c.String()] {
				t.Errorf("ends in %q, want %q", got, want[c.String()])
			}
			lock.Lock()
			defer lock.Unlock()
			found[c.String()] = got
		})
		return again
	}
	operations := slices.Concat(faultOperations()...)
	goals := map[string]document{}
	for _, o := range operations {
		goals[o.name] = o.rehearsed(t)
	}
	// Cells wait more than they work: many run at once, however few processors
	// there are.
	var running sync.WaitGroup
	free := make(chan struct{}, 12)
	for _, f := range faults() {
		for _, o := range operations {
			running.Go(func() {
				if f.patience == "" { // else it does nothing but wait
					free <- struct{}{}
					defer func() { <-free }()
				}
				once, ever := cell{o, f, false}, cell{o, f, true}
				if ends(once, goals[o.name]) {
					ends(ever, goals[o.name])
					return
				}
				// Nothing was left to meet the fault: for ever is as once.
				lock.Lock()
				defer lock.Unlock()
				got, ran := found[once.String()]
				if found[ever.String()] = got; ran && got != want[ever.String()] {
					t.Errorf("%s ends in %q, want %q", ever, got, want[ever.String()])
				}
			})
		}
	}
	running.Wait()
	if os.Getenv("FAULT_MATRIX") != "" {
		fmt.Print(found)
	}
}

// The table of what is expected is whole, and written as it is printed.
func TestFaultMatrixIsWhole(t *testing.T) {
	t.Parallel()
	want := parsed(expected)
	if got := "\n" + want.String(); got != expected {
		t.Errorf("it is printed as:%s", got)
	}
	for name, end := range want {
		if end == "" {
			t.Errorf("%s has no end", name)
		}
	}
}
