package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"
)

// test finds out which mutants are caught, and sets their results.
func test(root, work string, subjects []subject, selected []*mutant, jobs int, log io.Writer) error {
	suites := map[string]*suite{}
	for _, s := range subjects {
		mutants := ofSubject(selected, s.dir)
		if len(mutants) == 0 {
			continue
		}
		for _, dir := range s.tests {
			if suites[dir] != nil {
				continue
			}
			fmt.Fprintln(log, "trying out the tests of", dir)
			made, err := newSuite(root, work, dir)
			if err != nil {
				return err
			}
			suites[dir] = made
		}
		fmt.Fprintf(log, "running %d mutants of %s\n", len(mutants), s.dir)
		err := inParallel(mutants, jobs, log, func(m *mutant) error {
			for _, dir := range s.tests {
				judged, err := suites[dir].judge(m)
				m.result = max(m.result, judged)
				if err != nil || m.result == caught {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func ofSubject(all []*mutant, dir string) []*mutant {
	return slices.DeleteFunc(slices.Clone(all), func(m *mutant) bool { return m.subject != dir })
}

// inParallel calls a function for each mutant, on several goroutines.
func inParallel(mutants []*mutant, jobs int, log io.Writer, call func(*mutant) error) error {
	next, failures := make(chan *mutant), make([]error, jobs)
	var workers sync.WaitGroup
	for i := range jobs {
		workers.Go(func() {
			for m := range next {
				failures[i] = cmp.Or(failures[i], call(m))
			}
		})
	}
	for i, m := range mutants {
		if i > 0 && i%100 == 0 {
			fmt.Fprintln(log, i)
		}
		next <- m
	}
	close(next)
	workers.Wait()
	return errors.Join(failures...)
}

// judge runs the tests that reach a mutant: a few fast ones, and then more and more.
func (s *suite) judge(m *mutant) (result, error) {
	reaching := slices.DeleteFunc(slices.Clone(s.tests), func(one *testcase) bool { return !one.reached[m.id] })
	if len(reaching) == 0 {
		return notCovered, nil
	}
	slices.SortStableFunc(reaching, func(a, b *testcase) int { return cmp.Compare(a.takes, b.takes) })
	for size := 8; len(reaching) > 0; size *= 4 {
		tests := reaching[:min(size, len(reaching))]
		reaching = reaching[len(tests):]
		limit := 10*time.Second + 3*tests[len(tests)-1].takes // the longest
		for _, one := range tests {
			limit += one.takes / 2 // they run in parallel
		}
		// A mutant that makes a test hang is caught, too.
		switch passed, err := s.run(tests, limit, envMutant+"="+strconv.Itoa(m.id)); {
		case err != nil:
			return notCovered, err
		case !passed:
			return caught, nil
		}
	}
	return survived, nil
}
