//go:build unix

package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report holds all results.
type report struct {
	Date        string        `json:"date"`
	Machine     string        `json:"machine"`
	Terraform   string        `json:"terraform"`
	Go          string        `json:"go"`
	BinaryBytes int64         `json:"binary_bytes"`
	StartUp     time.Duration `json:"start_up_ns"`
	Rows        []row         `json:"rows"`
}

func newReport(ctx context.Context, w *workspace) (*report, error) {
	binary, err := os.Stat(w.plugin)
	if err != nil {
		return nil, err
	}
	started, err := startUp(ctx, w.plugin)
	if err != nil {
		return nil, err
	}
	cli := cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform")
	version, err := exec.CommandContext(ctx, cli, "version").Output() //nolint:gosec // the CLI that make chose
	if err != nil {
		return nil, err
	}
	first, _, _ := strings.Cut(string(version), "\n")
	return &report{
		Date:        time.Now().UTC().Format(time.DateOnly),
		Machine:     fmt.Sprintf("%s/%s, %d processors%s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), model()),
		Terraform:   first,
		Go:          runtime.Version(),
		BinaryBytes: binary.Size(),
		StartUp:     started,
	}, nil
}

// markdown returns the report as Markdown. A ratio is the wall time with the provider
// divided by the wall time with the no-op provider or with terraform_data.
func (r *report) markdown() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s; %s; %s; %s. Start-up %d ms, binary %.1f MB.\n", r.Date, r.Machine, r.Terraform, r.Go,
		r.StartUp.Milliseconds(), float64(r.BinaryBytes)/1e6)
	scenario := ""
	for _, row := range r.Rows {
		if row.Scenario != scenario {
			scenario = row.Scenario
			text.WriteString(r.growth(scenario))
			fmt.Fprintf(&text, "\n| %s | latency | step | requests | wall time | ÷ no-op provider | ÷ `terraform_data` | CPU per object | peak memory |\n", scenario)
			text.WriteString("|--:|--:|---|---|--:|--:|--:|--:|--:|\n")
		}
		text.WriteString(row.markdown())
	}
	return text.String()
}

// markdown returns the row as a line of a table.
func (r row) markdown() string {
	return fmt.Sprintf("| %d | %s | %s | %s | %.1f s | %s | %s | %.1f ms | %d MB |\n", r.N, r.Latency, r.Step, r.requestList(),
		r.Provider.Wall.Seconds(), r.ratio(r.Noop), r.ratio(r.Baseline), r.cpuPerObject().Seconds()*1e3, r.Provider.Peak/1e6)
}

// requestList returns the numbers of requests by kind.
func (r row) requestList() string {
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(r.Requests)) {
		kinds = append(kinds, fmt.Sprintf("%d %s", r.Requests[kind], kind))
	}
	return strings.Join(kinds, ", ")
}

// ratio divides the wall time by another one.
func (r row) ratio(other *cost) string {
	if other == nil {
		return ""
	}
	return fmt.Sprintf("%.2f", r.Provider.Wall.Seconds()/other.Wall.Seconds())
}

// cpuPerObject returns the provider's CPU time per role, grant or space.
func (r row) cpuPerObject() time.Duration { return r.Provider.CPU / time.Duration(r.N) }

// growth describes how the provider's CPU time grows with the number of objects, for
// each step. It fits a power law, and prints the exponent. The exponent is 1 if twice
// as many objects need twice the time.
func (r *report) growth(scenario string) string {
	var steps []string
	x, y := map[string][]float64{}, map[string][]float64{}
	for _, row := range r.Rows {
		if row.Scenario != scenario {
			continue
		}
		if !slices.Contains(steps, row.Step) {
			steps = append(steps, row.Step)
		}
		x[row.Step] = append(x[row.Step], math.Log(float64(row.N)))
		y[row.Step] = append(y[row.Step], math.Log(row.Provider.CPU.Seconds()))
	}
	var exponents []string
	for _, step := range steps {
		if slices.Min(x[step]) < slices.Max(x[step]) {
			exponents = append(exponents, fmt.Sprintf("%s: %.2f", step, slope(x[step], y[step])))
		}
	}
	if len(exponents) == 0 {
		return ""
	}
	return fmt.Sprintf("\nProvider CPU grows with the number of %s to the power of: %s.\n", scenario, strings.Join(exponents, "; "))
}

// slope returns the slope of the regression line through the points.
func slope(x, y []float64) float64 {
	n := float64(len(x))
	var sx, sy, sxx, sxy float64
	for i := range x {
		sx, sy, sxx, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], sxy+x[i]*y[i]
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// model returns the name of the processor; "" if the system does not report it.
func model() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	_, after, _ := strings.Cut(string(text), "model name")
	line, _, _ := strings.Cut(after, "\n")
	if _, name, ok := strings.Cut(line, ": "); ok {
		return ", " + name
	}
	return ""
}
