//go:build unix

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// costTable returns a table with the cost of each provider.
func costTable(rows []row) string {
	var text strings.Builder
	fmt.Fprintf(&text, "| %s | latency | step | provider | wall time | CPU Terraform | CPU provider | provider CPU per object | peak memory | requests |\n", rows[0].Scenario)
	text.WriteString("|--:|--:|---|---|--:|--:|--:|--:|--:|---|\n")
	for _, row := range rows {
		text.WriteString(row.costs())
	}
	return text.String()
}

// costs returns lines of a table: the cost of the step for each provider. The results
// of terraform_data blocks are only in the comparison.
func (r row) costs() string {
	var text strings.Builder
	for _, result := range r.Results {
		if result.Provider == 0 {
			continue
		}
		perObject := result.Provider / time.Duration(r.N)
		fmt.Fprintf(&text, "| %d | %s | %s | %s | %.2f s | %.2f s | %.2f s | %.2f ms | %d MB | %s |\n", r.N, r.Latency, r.Step, result.Subject,
			result.Wall.Seconds(), result.Terraform.Seconds(), result.Provider.Seconds(), perObject.Seconds()*1e3, result.Peak/1e6, result.requestList())
	}
	return text.String()
}

// comparisonTable returns a table with the total CPU time of each subject, and its
// ratio to that of this project's provider. It is empty if there is only one subject.
func comparisonTable(rows []row) string {
	subjects := subjectsOf(rows)
	if len(subjects) == 1 {
		return ""
	}
	var text strings.Builder
	text.WriteString("\nCPU of Terraform and provider together. In brackets: how many times as much `cases` needs.\n\n")
	fmt.Fprintf(&text, "| %s | latency | step | %s |\n|--:|--:|---|%s\n", rows[0].Scenario, strings.Join(subjects, " | "), strings.Repeat("--:|", len(subjects)))
	for _, row := range rows {
		fmt.Fprintf(&text, "| %d | %s | %s |", row.N, row.Latency, row.Step)
		for i, subject := range subjects {
			c, ok := row.cost(subject)
			switch {
			case !ok:
				text.WriteString(" |")
			case i == 0:
				fmt.Fprintf(&text, " %.2f s |", c.total().Seconds())
			default:
				fmt.Fprintf(&text, " %.2f s (%.2f) |", c.total().Seconds(), ratio(row.Results[0].total(), c.total()))
			}
		}
		text.WriteString("\n")
	}
	return text.String()
}

// requestList returns the numbers of requests by kind.
func (r result) requestList() string {
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(r.Requests)) {
		kinds = append(kinds, fmt.Sprintf("%d %s", r.Requests[kind], kind))
	}
	return strings.Join(kinds, ", ")
}

// cost returns the cost for a subject, and whether it was measured.
func (r row) cost(subject string) (cost, bool) {
	for _, result := range r.Results {
		if result.Subject == subject {
			return result.cost, true
		}
	}
	return cost{}, false
}

// subjectsOf returns the subjects of the rows, in the order of the first row that has
// the subject.
func subjectsOf(rows []row) []string {
	var subjects []string
	for _, row := range rows {
		for _, result := range row.Results {
			if !slices.Contains(subjects, result.Subject) {
				subjects = append(subjects, result.Subject)
			}
		}
	}
	return subjects
}

// stepsOf returns the steps of the rows.
func stepsOf(rows []row) []string {
	var steps []string
	for _, row := range rows {
		if !slices.Contains(steps, row.Step) {
			steps = append(steps, row.Step)
		}
	}
	return steps
}

// ratio divides a time by another one.
func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }
