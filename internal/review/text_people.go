package review

import (
	"strconv"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// people writes who gains and who loses.
func (t *textWriter) people(all []Person) {
	if len(all) == 0 {
		return
	}
	t.line(0, plain, "")
	t.line(0, bold, peopleTitle)
	for _, g := range groupPeople(all) {
		title := g.who(strconv.Quote)
		if g.provider != "" {
			title += " on " + cases.Printable(g.provider)
		}
		t.line(2, bold, title)
		for _, row := range g.rows {
			t.personRow(row)
		}
	}
}

func (t *textWriter) personRow(r personRow) {
	t.line(4, plain, groupSpaces(r.accessGroup, strconv.Quote)+": "+groupSolutions(r.accessGroup)+" ("+r.through(strconv.Quote)+")")
	if len(r.Gains) > 0 {
		t.wrapped(6, green, "+ ", textCapabilities(r.accessGroup, r.Gains))
	}
	if len(r.Loses) > 0 {
		t.wrapped(6, red, "- ", textCapabilities(accessGroup{}, r.Loses))
	}
	if exception := r.exception(strconv.Quote); exception != "" {
		t.line(8, plain, exception)
	}
	if r.Unknown {
		t.wrapped(6, alarm, "? ", onlyLater)
	}
}
