package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// reviewed lists the capabilities in the order of a matrix's rows.
var capabilityOrder = []Capability{
	ReadCases, CreateCases, UpdateCases, AddComments, ReopenCases, AssignUsers, PushCases, DeleteCases,
	EditSettings, ManageTemplates, UseConnectors, ManageConnectors,
}

// Markdown writes the review as tables to paste into a pull request: one for
// each space, with capabilities as rows and solutions as columns. A mark beside
// a tick names what gives the capability; the list below explains the marks.
func (r Union) Markdown() string {
	if len(r.Capabilities()) == 0 {
		return "No access to cases.\n"
	}
	var text strings.Builder
	marks := newMarks(r)
	for _, space := range r.spaces() {
		title := "Space " + code(space)
		if space == roles.AllSpaces {
			title = "All spaces"
		}
		fmt.Fprintf(&text, "### %s\n\n", title)
		r.table(&text, space, marks)
	}
	marks.explain(&text)
	return text.String()
}

// spaces returns the spaces of the review, all spaces first.
func (r Union) spaces() []string {
	found := map[string]bool{}
	for key := range r.Capabilities() {
		space, _, _ := strings.Cut(key, "/")
		found[space] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func (r Union) table(text *strings.Builder, space string, marks marks) {
	subjects := []string{string(Security), string(Observability), string(Stack), "connectors"}
	titles := []string{Security.Title(), Observability.Title(), Stack.Title(), "Connectors"}
	fmt.Fprintf(text, "| | %s |\n|---|%s\n", strings.Join(titles, " | "), strings.Repeat("---|", len(titles)))
	for _, capability := range capabilityOrder {
		cells := make([]string, 0, len(subjects))
		held := false
		for _, subject := range subjects {
			sources := r[space+"/"+subject][capability]
			held = held || len(sources) > 0
			cells = append(cells, marks.cell(sources))
		}
		if held {
			fmt.Fprintf(text, "| %s | %s |\n", strings.ReplaceAll(string(capability), "_", " "), strings.Join(cells, " | "))
		}
	}
	text.WriteString("\n")
}

// marks numbers the sources of a review.
type marks map[Source]int

func newMarks(r Union) marks {
	found := map[Source]bool{}
	for _, capabilities := range r {
		for _, sources := range capabilities {
			for _, source := range sources {
				found[source] = true
			}
		}
	}
	numbered := marks{}
	for i, source := range slices.SortedFunc(maps.Keys(found), compareSources) {
		numbered[source] = i + 1
	}
	return numbered
}

func (m marks) cell(sources []Source) string {
	if len(sources) == 0 {
		return ""
	}
	numbers := make([]string, 0, len(sources))
	for _, source := range sources {
		numbers = append(numbers, fmt.Sprint(m[source]))
	}
	return "✓ (" + strings.Join(numbers, ", ") + ")"
}

func (m marks) explain(text *strings.Builder) {
	for _, source := range slices.SortedFunc(maps.Keys(m), func(a, b Source) int { return m[a] - m[b] }) {
		where := "space " + code(source.Space)
		if source.Space == roles.AllSpaces {
			where = "all spaces"
		}
		fmt.Fprintf(text, "%d. role %s, %s: %s\n", m[source], code(source.Role), where, code(source.Privilege))
	}
}

// code is a text as code, whatever is in it: a role's name may hold backticks.
func code(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}
