package provider_test

import (
	"fmt"
	"strings"
)

// matrix is how cells end, by their names.
type matrix map[string]string

const lasting = "for ever"

func cellName(operation, fault string, lasts bool) string {
	often := "once"
	if lasts {
		often = lasting
	}
	return operation + "/" + fault + "/" + often
}

// parsed reads tables of a matrix: a line of operations, then a line for each
// fault. What ends for ever as it does once has no line for it or an empty cell.
func parsed(tables string) matrix {
	m := matrix{}
	for table := range strings.SplitSeq(strings.TrimSpace(tables), "\n\n") {
		var operations []string
		fault := ""
		for line := range strings.Lines(table) {
			cells := strings.Split(line, "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			lasts := cells[0] == lasting
			if operations == nil {
				operations = cells
				continue
			} else if !lasts {
				fault = cells[0]
			}
			for i, end := range cells[1:] {
				if end != "" {
					m[cellName(operations[i+1], fault, true)] = end
				}
				if !lasts {
					m[cellName(operations[i+1], fault, false)] = end
				}
			}
		}
	}
	return m
}

// String is the tables that parsed reads.
func (m matrix) String() string {
	var tables []string
	for _, operations := range faultOperations() {
		header := []string{""}
		for _, o := range operations {
			header = append(header, o.name)
		}
		rows := [][]string{header}
		for _, f := range faults() {
			once, ever, differ := []string{f.name}, []string{"  " + lasting}, false
			for _, o := range operations {
				first, last := m[cellName(o.name, f.name, false)], m[cellName(o.name, f.name, true)]
				if last == first {
					last = ""
				}
				differ = differ || last != ""
				once, ever = append(once, first), append(ever, last)
			}
			rows = append(rows, once)
			if differ {
				rows = append(rows, ever)
			}
		}
		tables = append(tables, aligned(rows))
	}
	return strings.Join(tables, "\n")
}

// aligned writes rows with their cells in columns.
func aligned(rows [][]string) string {
	widths := map[int]int{}
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], len(text))
		}
	}
	var lines strings.Builder
	for _, row := range rows {
		for i := range row {
			row[i] = fmt.Sprintf("%-*s", widths[i], row[i])
		}
		lines.WriteString(strings.TrimRight(strings.Join(row, " | "), " ") + "\n")
	}
	return lines.String()
}
