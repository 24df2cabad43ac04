package review

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// style is an ANSI escape sequence that sets how the text after it looks.
type style string

const (
	plain  style = ""
	bold   style = "\x1b[1m"
	dim    style = "\x1b[2m"
	red    style = "\x1b[31m"
	green  style = "\x1b[32m"
	yellow style = "\x1b[33m"
	alarm  style = "\x1b[1;33m"
)

// textWidth is the width at which lists of capabilities and fixed sentences wrap.
const textWidth = 100

// Text writes the review for a terminal. Signs and words say everything that colours say.
func Text(w io.Writer, r Review, color bool) error {
	t := textWriter{color: color}
	t.line(0, bold, verdict(r)+".")
	if !r.Complete {
		t.wrapped(0, alarm, "! ", "INCOMPLETE PLAN. "+incomplete)
	}
	if names := namesToLookAt(r, quotedRole); names != "" {
		t.line(0, alarm, "! Look twice at "+names+".")
	}
	if text := guessed(r.Kibana); text != "" {
		t.line(0, yellow, "! "+text)
	}
	for _, note := range r.Notes {
		t.line(0, plain, "* "+cases.Printable(note))
	}
	for _, role := range byUrgency(r.Roles) {
		t.role(role)
	}
	t.people(r.People)
	if len(r.Outside) > 0 {
		t.line(0, plain, "")
		t.line(0, bold, outsideTitle)
		t.line(0, plain, outsideIntro)
		for _, role := range byUrgency(r.Outside) {
			t.role(role)
		}
	}
	if text := unchanged(r); text != "" {
		t.line(0, plain, "")
		t.line(0, plain, text)
	}
	_, err := io.WriteString(w, t.text.String())
	return err
}

type textWriter struct {
	text  strings.Builder
	color bool
}

// line writes a line of text as it is: a name in it, which may hold spaces, must not begin a line.
func (t *textWriter) line(indent int, s style, text string) {
	if t.color && s != plain && text != "" {
		text = string(s) + text + "\x1b[0m"
	}
	if text != "" {
		text = strings.Repeat(" ", indent) + text
	}
	t.text.WriteString(text + "\n")
}

// wrapped writes text without names in as many lines as it needs. The lines after the first are indented below the first
// word after the sign.
func (t *textWriter) wrapped(indent int, s style, sign, text string) {
	for _, part := range wrap(text, textWidth-indent-len(sign)) {
		t.line(indent, s, sign+part)
		sign = strings.Repeat(" ", len(sign))
	}
}

// wrap splits text into lines at spaces.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for i, word := range strings.Split(text, " ") {
		switch {
		case i == 0:
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

func (t *textWriter) role(role Role) {
	t.line(0, plain, "")
	title, s := "Role "+quotedRole(role), bold
	if hasWidening(role) {
		title, s = "! "+title, alarm
	}
	if words := actionWords(role.Action); words != "" {
		title += ": " + words
	}
	t.line(0, s, title)
	for _, group := range groupAccess(role.Access) {
		t.access(group)
	}
	t.ways(role.WaysAround)
	for _, note := range role.Notes {
		t.line(2, plain, "* "+cases.Printable(note))
	}
	shown, idle := causes(role)
	for i, r := range shown {
		by := "by "
		if i > 0 {
			by = "   "
		}
		t.line(2, dim, fmt.Sprintf("%s%s (%s)", by, cases.Printable(r.Address), resourceWords(r)))
	}
	if idle > 0 {
		t.line(2, dim, fmt.Sprintf("   and %s without a change", plural(idle, "resource")))
	}
}

func (t *textWriter) access(g accessGroup) {
	t.line(2, plain, groupSpaces(g, strconv.Quote)+": "+groupSolutions(g))
	if len(g.Gains) > 0 {
		t.wrapped(4, green, "+ ", textCapabilities(g, g.Gains))
	}
	if len(g.Loses) > 0 {
		t.wrapped(4, red, "- ", textCapabilities(g, g.Loses))
	}
	if kept := g.keeps(); len(kept) > 0 && !g.Unknown {
		t.wrapped(4, dim, "= ", textCapabilities(accessGroup{}, kept))
	}
	if g.Unknown {
		t.wrapped(4, alarm, "? ", onlyLater)
		before := "nothing"
		if len(g.Before) > 0 {
			before = textCapabilities(accessGroup{}, g.Before)
		}
		t.wrapped(4, dim, "  ", "Before: "+before+".")
	}
	if g.isWithoutEffect() {
		t.wrapped(4, dim, "= ", noEffect)
	}
	if reasons := g.reasons(); len(reasons) > 0 {
		t.wrapped(4, alarm, "! ", "Look twice: "+strings.Join(reasons, "; ")+".")
	}
}

func (t *textWriter) ways(ways []WayAround) {
	if len(ways) == 0 {
		return
	}
	t.line(2, plain, "ways around case privileges:")
	for _, way := range ways {
		if way.Change == Gain {
			t.line(4, alarm, "+ "+cases.Printable(way.Why)+" (!)")
		} else {
			t.line(4, red, "- "+cases.Printable(way.Why))
		}
	}
}

// groupSpaces says in which spaces a change holds.
func groupSpaces(g accessGroup, quote func(string) string) string {
	if len(g.spaces) == 1 {
		if g.Space == "" {
			return "a space known only after apply"
		}
		return cases.SpaceInWords(g.Space, quote)
	}
	quoted := make([]string, 0, len(g.spaces))
	for _, space := range g.spaces {
		quoted = append(quoted, quote(space))
	}
	return "spaces " + strings.Join(quoted, ", ")
}

// groupSolutions lists the solutions that a change holds for.
func groupSolutions(g accessGroup) string {
	titles := make([]string, 0, len(g.solutions))
	for _, s := range g.solutions {
		titles = append(titles, solutionWords(s))
	}
	return strings.Join(titles, ", ")
}

// textCapabilities lists capabilities, with a sign behind each that is a reason to look twice.
func textCapabilities(g accessGroup, all []cases.Capability) string {
	words := make([]string, 0, len(all))
	for _, c := range all {
		text := capabilityWords(c)
		if g.widens(c) {
			text += " (!)"
		}
		words = append(words, text)
	}
	return strings.Join(words, ", ")
}

// quotedRole names a role in text. The quotes show where a name ends.
func quotedRole(role Role) string {
	name := unknownName
	if role.Name != "" {
		name = strconv.Quote(role.Name)
	}
	if role.Provider != "" {
		name += " on " + cases.Printable(role.Provider)
	}
	return name
}

// namesToLookAt lists the first few roles that a reviewer has to look at twice. It is empty if no role is one.
func namesToLookAt(r Review, name func(Role) string) string {
	const few = 5
	var names []string
	for _, role := range toLookAt(r) {
		names = append(names, name(role))
	}
	if more := len(names) - few; more > 0 {
		return strings.Join(names[:few], ", ") + fmt.Sprintf(" and %s", plural(more, "more role"))
	}
	return strings.Join(names, ", ")
}
