//go:build unix

package main

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestSlopeIsTheExponentOfThePowerLaw(t *testing.T) {
	t.Parallel()
	for _, exponent := range []float64{0, 0.5, 1, 2} {
		var x, y []float64
		for _, n := range []float64{100, 300, 1000} {
			x, y = append(x, math.Log(n)), append(y, math.Log(7*math.Pow(n, exponent)))
		}
		if got := slope(x, y); math.Abs(got-exponent) > 1e-9 {
			t.Errorf("slope of n^%v: %v", exponent, got)
		}
	}
}

func TestMedianOfEachValue(t *testing.T) {
	t.Parallel()
	of := func(wall, cpu time.Duration, peak int64) cost { return cost{wall, usage{cpu, peak}} }
	if got, want := median([]cost{of(3, 10, 5), of(1, 30, 4), of(2, 20, 9)}), of(2, 20, 5); got != want {
		t.Errorf("median: %+v, want %+v", got, want)
	}
}

func TestGrowthOfEachStep(t *testing.T) {
	t.Parallel()
	r := &report{}
	for _, n := range []int{100, 300, 1000} {
		for step, cpu := range map[string]time.Duration{"create": time.Duration(n), "destroy": time.Duration(n * n)} {
			r.Rows = append(r.Rows, row{Scenario: "roles", N: n, Step: step, Provider: cost{usage: usage{CPU: cpu}}})
		}
	}
	r.Rows = append(r.Rows, row{Scenario: "grants", N: 300, Step: "create", Provider: cost{usage: usage{CPU: 1}}})
	if text := r.growth("roles"); !strings.Contains(text, "create: 1.00") || !strings.Contains(text, "destroy: 2.00") {
		t.Error(text)
	}
	if text := r.growth("grants"); text != "" {
		t.Errorf("growth from a single size: %s", text)
	}
}
