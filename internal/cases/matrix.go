package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// Markdown returns the union as Markdown tables for a pull request: one table for
// each space, with a row for each capability and a column for each solution.
// Numbers in a cell refer to the list below the tables, which names the privileges
// that give the capability.
func (u Union) Markdown() string {
	if len(u.Capabilities()) == 0 {
		return "No access to cases.\n"
	}
	var text strings.Builder
	notes := newFootnotes(u)
	for _, space := range u.spaces() {
		fmt.Fprintf(&text, "### %s\n\n", titleOf(space))
		u.writeTable(&text, space, notes)
	}
	notes.write(&text)
	return text.String()
}

// spaces returns the spaces of the union, sorted, all spaces first.
func (u Union) spaces() []string {
	spaces := map[string]bool{}
	for key := range u.Capabilities() {
		space, _ := SplitKey(key)
		spaces[space] = true
	}
	return slices.Sorted(maps.Keys(spaces))
}

func (u Union) writeTable(text *strings.Builder, space string, notes footnotes) {
	subjects := []string{string(Security), string(Observability), string(Stack), ConnectorsPart}
	titles := []string{Security.Title(), Observability.Title(), Stack.Title(), "Connectors"}
	fmt.Fprintf(text, "| | %s |\n|---|%s\n", strings.Join(titles, " | "), strings.Repeat("---|", len(titles)))
	for _, capability := range allCapabilities {
		cells := make([]string, 0, len(subjects))
		given := false
		for _, subject := range subjects {
			sources := u[space+"/"+subject][capability]
			given = given || len(sources) > 0
			cells = append(cells, notes.cell(sources))
		}
		if given {
			fmt.Fprintf(text, "| %s | %s |\n", strings.ReplaceAll(string(capability), "_", " "), strings.Join(cells, " | "))
		}
	}
	text.WriteString("\n")
}

// footnotes holds the number of each source of a union, starting at 1.
type footnotes map[Source]int

func newFootnotes(u Union) footnotes {
	found := map[Source]bool{}
	for _, capabilities := range u {
		for _, sources := range capabilities {
			for _, source := range sources {
				found[source] = true
			}
		}
	}
	notes := footnotes{}
	for i, source := range slices.SortedFunc(maps.Keys(found), compareSources) {
		notes[source] = i + 1
	}
	return notes
}

// cell returns the table cell for a capability with these sources.
func (notes footnotes) cell(sources []Source) string {
	if len(sources) == 0 {
		return ""
	}
	numbers := make([]string, 0, len(sources))
	for _, source := range sources {
		numbers = append(numbers, fmt.Sprint(notes[source]))
	}
	return "✓ (" + strings.Join(numbers, ", ") + ")"
}

// write writes the numbered list of sources.
func (notes footnotes) write(text *strings.Builder) {
	for _, source := range slices.SortedFunc(maps.Keys(notes), func(a, b Source) int { return notes[a] - notes[b] }) {
		fmt.Fprintf(text, "%d. role %s, %s: %s\n", notes[source], InlineCode(source.Role), describeSpace(source.Space), InlineCode(source.Privilege))
	}
}

// titleOf returns the space of an entry as a title.
func titleOf(space string) string {
	title := describeSpace(space)
	return strings.ToUpper(title[:1]) + title[1:]
}

// describeSpace returns the space of an entry in words, as Markdown.
func describeSpace(space string) string { return SpaceInWords(space, InlineCode) }

// SpaceInWords returns the space of an entry in words. Quote formats a space id or a
// pattern.
func SpaceInWords(space string, quote func(string) string) string {
	switch {
	case space == roles.AllSpaces:
		return "all spaces"
	case roles.IsSpacePattern(space):
		return "spaces that match " + quote(space)
	}
	return "space " + quote(space)
}
