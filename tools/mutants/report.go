package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// report prints a table and the mutants that nothing catches, and returns the number of problems: subjects with too many
// of them, and those that are not in the list of accepted ones. All says that no mutant was left out.
func report(to io.Writer, subjects []subject, mutants []*mutant, accepted map[string]string, all bool) (problems int) {
	left := maps.Clone(accepted)
	for _, m := range mutants {
		reason, listed := accepted[m.key()]
		if listed && m.result == caught {
			fmt.Fprintf(to, "caught, remove it from %s: %s\n", acceptedFile, m.key())
		}
		delete(left, m.key())
		if m.result == caught {
			continue
		}
		if listed {
			fmt.Fprintf(to, "%s:%d:%d %s %s: %s\n    accepted: %s\n", m.file, m.at.Line, m.at.Column, m.function, m.operator, m.code, reason)
			continue
		}
		problems++
		fmt.Fprintf(to, "%s:%d:%d %s\n    %s\n", m.file, m.at.Line, m.at.Column, m.result, m.key())
	}
	if all {
		for _, key := range slices.Sorted(maps.Keys(left)) {
			problems++
			fmt.Fprintf(to, "no such mutant, remove it from %s: %s\n", acceptedFile, key)
		}
	}
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "package\tmutants\tcaught\tsurvived\tnot covered\tcaught %\t")
	for _, s := range subjects {
		count := map[result]int{}
		for _, m := range ofSubject(mutants, s.dir) {
			count[m.result]++
		}
		total := count[caught] + count[survived] + count[notCovered]
		if total == 0 {
			continue
		}
		percent := float64(100*count[caught]) / float64(total)
		if all && percent < wanted {
			problems++
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%.1f\t\n", s.dir, total, count[caught], count[survived], count[notCovered], percent)
	}
	_ = table.Flush()
	return problems
}

func (r result) String() string {
	return [...]string{notCovered: "not covered", survived: "survived", caught: "caught"}[r]
}
