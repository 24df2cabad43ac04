package provider_test

import (
	"strings"
	"testing"
)

// TestAnotherWritesInBetween holds the table.
func TestAnotherWritesInBetween(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(between), "\n")
	operations := faultOperations()[0]
	for _, line := range lines[1:] {
		cells := strings.Split(line, "|")
		row := strings.TrimSpace(cells[0])
		for i, o := range operations {
			want := strings.TrimSpace(cells[i+1])
			if want == "-" {
				continue
			}
			t.Run(o.name+", "+row, func(t *testing.T) {
				t.Parallel()
				m := meeting{operation: o, row: row, t: t}
				if got := m.ends(); got != want {
					t.Errorf("ends in %q, want %q", got, want)
				}
			})
		}
	}
}
