package review

import (
	"fmt"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// addPeople adds a table of who gains and who loses. It leaves out groups that do not fit, and counts their people.
func (m *markdownBlocks) addPeople(all []Person) {
	if len(all) == 0 {
		return
	}
	m.add("### " + peopleTitle + "\n\n| Who | Where | Gains | Loses |\n|---|---|---|---|")
	left := 0
	for _, g := range groupPeople(all) {
		if !m.add(markdownPeople(g)) {
			left += len(g.names)
		}
	}
	m.text.WriteString("\n")
	if left > 0 {
		fmt.Fprintf(&m.text, "**%s left out, too long for this comment.** The HTML and JSON forms of this review show everybody.\n\n", peopleCount(left))
	}
}

// markdownPeople returns the rows of a group.
func markdownPeople(g personGroup) string {
	who := g.who(cases.InlineCode)
	if g.provider != "" {
		who += "<br>on " + cases.InlineCode(g.provider)
	}
	var rows []string
	for _, r := range g.rows {
		gains := markdownCapabilities(r.accessGroup, "➕ ", r.Gains)
		loses := markdownCapabilities(accessGroup{}, "➖ ", r.Loses)
		if exception := r.exception(cases.InlineCode); exception != "" {
			loses = joinCells(loses, exception)
		}
		if r.Unknown {
			gains = joinCells(gains, "❓ **cannot be judged before apply**")
			loses = "not known"
		}
		rows = append(rows, fmt.Sprintf("| %s | %s<br>%s<br>%s | %s | %s |", who, upperFirst(groupSpaces(r.accessGroup, cases.InlineCode)),
			cases.Sentence(groupSolutions(r.accessGroup)), r.through(cases.InlineCode), gains, loses))
		who = ""
	}
	return strings.Join(rows, "\n")
}

// peopleCount counts people in words.
func peopleCount(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}
