//go:build unix

package main

import (
	"context"
	"fmt"
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
	Date      string   `json:"date"`
	Machine   string   `json:"machine"`
	Terraform string   `json:"terraform"`
	Go        string   `json:"go"`
	Binaries  []plugin `json:"binaries"`
	Rows      []row    `json:"rows"`
	Notes     []string `json:"notes,omitempty"`
}

func newReport(ctx context.Context, w *workspace) (*report, error) {
	version, err := exec.CommandContext(ctx, cli(), "version").Output() //nolint:gosec // the CLI that make chose
	if err != nil {
		return nil, err
	}
	first, _, _ := strings.Cut(string(version), "\n")
	return &report{
		Date:      time.Now().UTC().Format(time.DateOnly),
		Machine:   fmt.Sprintf("%s/%s, %d processors%s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), model()),
		Terraform: first,
		Go:        runtime.Version(),
		Binaries:  w.plugins,
	}, nil
}

// markdown returns the report as Markdown.
func (r *report) markdown() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s; %s; %s; %s.", r.Date, r.Machine, r.Terraform, r.Go)
	for _, b := range r.Binaries {
		fmt.Fprintf(&text, " %s: start-up %d ms, binary %.1f MB.", b.Subject, b.StartUp.Milliseconds(), float64(b.Bytes)/1e6)
	}
	text.WriteString("\n")
	text.WriteString(r.headline())
	for _, rows := range r.byScenario() {
		fmt.Fprintf(&text, "\n## %s\n\n", rows[0].Scenario)
		text.WriteString(growth(rows))
		text.WriteString(costTable(rows))
		text.WriteString(comparisonTable(rows))
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&text, "\n%s\n", note)
	}
	return text.String()
}

// headline compares plans of roles without changes with the floor that holds the same
// values.
func (r *report) headline() string {
	var ratios []string
	for _, row := range r.Rows {
		floor, ok := row.cost(valuesSubject)
		if row.Scenario == rolesScenario && row.Step == planStep && ok {
			ratios = append(ratios, fmt.Sprintf("%.2f at %d roles (%s)", ratio(row.Results[0].total(), floor.total()), row.N, row.Latency))
		}
	}
	if len(ratios) == 0 {
		return ""
	}
	return fmt.Sprintf("\nPlan without changes, CPU of Terraform and provider ÷ CPU of `terraform_data` with the same values: %s. Target at 300 and 1,000 roles: at most 1.3.\n", strings.Join(ratios, "; "))
}

// byScenario groups the rows. The rows of a scenario follow one another.
func (r *report) byScenario() [][]row {
	var groups [][]row
	for i, row := range r.Rows {
		if i == 0 || row.Scenario != r.Rows[i-1].Scenario {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], row)
	}
	return groups
}

// growth describes how the CPU time of each provider grows with the number of objects,
// for each step of a scenario. It fits a power law, and prints the exponent. The
// exponent is 1 if twice as many objects need twice the time.
func growth(rows []row) string {
	var text strings.Builder
	for _, subject := range subjectsOf(rows) {
		var exponents []string
		for _, step := range stepsOf(rows) {
			var x, y []float64
			for _, row := range rows {
				if c, ok := row.cost(subject); ok && row.Step == step && c.Provider > 0 {
					x, y = append(x, math.Log(float64(row.N))), append(y, math.Log(c.Provider.Seconds()))
				}
			}
			if len(x) > 1 && slices.Min(x) < slices.Max(x) {
				exponents = append(exponents, fmt.Sprintf("%s: %.2f", step, slope(x, y)))
			}
		}
		if len(exponents) > 0 {
			fmt.Fprintf(&text, "Provider CPU of `%s` grows with the number of %s to the power of: %s.\n\n", subject, rows[0].Scenario, strings.Join(exponents, "; "))
		}
	}
	return text.String()
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
