//go:build unix

package main

import (
	"math"
	"testing"
	"time"
)

func TestSlopeIsTheExponentOfAPowerLaw(t *testing.T) {
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

func TestMedianIsOfEachFigureByItself(t *testing.T) {
	t.Parallel()
	of := func(wall, cpu time.Duration, peak int64) spent { return spent{wall, usage{cpu, peak}} }
	if got, want := median([]spent{of(3, 10, 5), of(1, 30, 4), of(2, 20, 9)}), of(2, 20, 5); got != want {
		t.Errorf("median: %+v, want %+v", got, want)
	}
}
