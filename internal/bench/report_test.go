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
	if got, want := median([]cost{{3, 1, 10, 5}, {1, 3, 30, 4}, {2, 2, 20, 9}}), (cost{2, 2, 20, 5}); got != want {
		t.Errorf("median: %+v, want %+v", got, want)
	}
}

func TestGrowthOfEachStep(t *testing.T) {
	t.Parallel()
	var rows []row
	for _, n := range []int{100, 300, 1000} {
		for step, cpu := range map[string]time.Duration{"create": time.Duration(n), "destroy": time.Duration(n * n)} {
			rows = append(rows, row{"roles", n, 0, step, []result{
				{casesSubject, cost{Provider: cpu}, nil},
				{valuesSubject, cost{Terraform: cpu}, nil},
			}})
		}
	}
	text := growth(rows)
	if !strings.Contains(text, "create: 1.00") || !strings.Contains(text, "destroy: 2.00") || strings.Contains(text, valuesSubject) {
		t.Error(text)
	}
	if text := growth(rows[:1]); text != "" {
		t.Errorf("growth from a single size: %s", text)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	r := &report{
		Date: "2026-01-02", Machine: "linux/amd64", Terraform: "Terraform v1.11.4", Go: "go1.26",
		Binaries: []plugin{{Subject: casesSubject, StartUp: 20 * time.Millisecond, Bytes: 16e6}},
		Rows: []row{
			{rolesScenario, 300, 0, planStep, []result{
				{casesSubject, cost{2 * time.Second, time.Second, 500 * time.Millisecond, 80e6}, map[string]int{"GET roles": 1, "other": 4}},
				{valuesSubject, cost{time.Second, time.Second, 0, 0}, nil},
				{noopSubject, cost{4 * time.Second, time.Second, 2 * time.Second, 90e6}, nil},
			}},
			{serverScenario, 5000, 0, "plan, data source", []result{{casesSubject, cost{time.Second, time.Second, time.Second, 120e6}, nil}}},
		},
		Notes: []string{"A note."},
	}
	const want = `2026-01-02; linux/amd64; Terraform v1.11.4; go1.26. cases: start-up 20 ms, binary 16.0 MB.

Plan without changes, CPU of Terraform and provider ÷ CPU of ` + "`terraform_data`" + ` with the same values: 1.50 at 300 roles (0s). Target at 300 and 1,000 roles: at most 1.3.

## roles

| roles | latency | step | provider | wall time | CPU Terraform | CPU provider | provider CPU per object | peak memory | requests |
|--:|--:|---|---|--:|--:|--:|--:|--:|---|
| 300 | 0s | plan, no changes | cases | 2.00 s | 1.00 s | 0.50 s | 1.67 ms | 80 MB | 1 GET roles, 4 other |
| 300 | 0s | plan, no changes | no-op | 4.00 s | 1.00 s | 2.00 s | 6.67 ms | 90 MB |  |

CPU of Terraform and provider together. In brackets: how many times as much ` + "`cases`" + ` needs.

| roles | latency | step | cases | terraform_data, same values | no-op |
|--:|--:|---|--:|--:|--:|
| 300 | 0s | plan, no changes | 1.50 s | 1.00 s (1.50) | 3.00 s (0.50) |

## roles on the server

| roles on the server | latency | step | provider | wall time | CPU Terraform | CPU provider | provider CPU per object | peak memory | requests |
|--:|--:|---|---|--:|--:|--:|--:|--:|---|
| 5000 | 0s | plan, data source | cases | 1.00 s | 1.00 s | 1.00 s | 0.20 ms | 120 MB |  |

A note.
`
	if got := r.markdown(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestVersionsWithQuery(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"Terraform v1.11.4": false, "Terraform v1.14.0": true, "Terraform v1.14.0-beta1": true, "Terraform v2.0.0": true, "OpenTofu v1.14.0": false,
	} {
		if got := hasQuery(version); got != want {
			t.Errorf("%s: %t", version, got)
		}
	}
}
