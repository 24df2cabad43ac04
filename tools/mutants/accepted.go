package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// acceptedFile lists the mutants that no test catches, with the reasons.
const acceptedFile = "tools/mutants/survivors.txt"

// parseAccepted reads the list: mutants, one a line, and below them, indented, the reason that they share. A line that
// begins with # is a comment.
func parseAccepted(list io.Reader) (reasons map[string]string, err error) {
	reasons = map[string]string{}
	var waiting []string
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		line := lines.Text()
		text := strings.TrimSpace(line)
		switch {
		case text == "" || strings.HasPrefix(line, "#"):
		case strings.TrimLeft(line, " \t") == line:
			if _, twice := reasons[text]; twice {
				return nil, fmt.Errorf("%s: twice in the list: %s", acceptedFile, text)
			}
			reasons[text] = ""
			waiting = append(waiting, text)
		case len(waiting) == 0:
			return nil, fmt.Errorf("%s: a reason without a mutant: %s", acceptedFile, text)
		default:
			for _, key := range waiting {
				reasons[key] = text
			}
			waiting = nil
		}
	}
	if len(waiting) > 0 {
		return nil, fmt.Errorf("%s: no reason for %s", acceptedFile, waiting[0])
	}
	return reasons, lines.Err()
}
