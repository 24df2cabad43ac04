package review

import (
	"fmt"
	"io"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

const (
	// markdownLimit keeps a comment below the 65,536 characters that GitHub takes. It counts bytes, of which there are at
	// least as many.
	markdownLimit = 65_000
	// MarkdownMarker is the first line of the Markdown form. Readers do not see it. A pipeline finds its earlier comment by
	// it, and updates that one.
	MarkdownMarker = "<!-- cases-review -->"
	// closingRoom is kept free for the sentence that counts what does not fit.
	closingRoom = 500
)

// Markdown writes the review for a comment on a pull request or merge request. It leaves out whole roles that do not fit,
// those first that a reviewer needs least, and counts them.
func Markdown(w io.Writer, r Review) error {
	head := markdownBlocks{room: markdownLimit / 4}
	head.addAll(markdownHead(r), "note")
	outside := markdownBlocks{room: markdownLimit / 4}
	if len(r.Outside) > 0 {
		outside.add("### " + outsideTitle + "\n\n" + outsideIntro + "\n")
		outside.addRoles(r.Outside)
	}
	people := markdownBlocks{room: markdownLimit / 4}
	people.addPeople(r.People)
	changes := markdownBlocks{room: markdownLimit - head.text.Len() - people.text.Len() - outside.text.Len()}
	changes.addRoles(r.Roles)
	_, err := io.WriteString(w, strings.TrimSuffix(head.text.String()+changes.text.String()+people.text.String()+outside.text.String(), "\n"))
	return err
}

// markdownHead returns the blocks before the roles. The first one has a known length.
func markdownHead(r Review) []string {
	blocks := []string{MarkdownMarker + "\n### Access to cases: " + lowerFirst(verdict(r)) + "\n"}
	if !r.Complete {
		blocks = append(blocks, "> ⚠️ **Incomplete plan.** "+cases.Sentence(incomplete)+"\n")
	}
	if names := namesToLookAt(r, markdownShortRole); names != "" {
		blocks = append(blocks, "⚠️ **Look twice at "+names+".**\n")
	}
	if text := guessed(r.Kibana); text != "" {
		blocks = append(blocks, "⚠️ "+cases.Sentence(text)+"\n")
	}
	if text := unchanged(r); text != "" {
		blocks = append(blocks, text+"\n")
	}
	for _, note := range r.Notes {
		blocks = append(blocks, "- "+cases.Sentence(note)+"\n")
	}
	return blocks
}

// markdownBlocks is Markdown that grows by whole blocks while there is room.
type markdownBlocks struct {
	text strings.Builder
	room int
}

// add writes a block and an empty line. It reports false, and writes nothing, if the block does not fit.
func (m *markdownBlocks) add(block string) bool {
	if m.text.Len()+len(block)+1+closingRoom > m.room {
		return false
	}
	m.text.WriteString(block + "\n")
	return true
}

func (m *markdownBlocks) addAll(blocks []string, noun string) {
	out := 0
	for _, block := range blocks {
		out += count(!m.add(block))
	}
	if out > 0 {
		m.text.WriteString("**" + plural(out, noun) + " left out, too long for this comment.**\n\n")
	}
}

// addRoles adds roles by urgency until one does not fit.
func (m *markdownBlocks) addRoles(all []Role) {
	sorted := byUrgency(all)
	for i, role := range sorted {
		block := markdownRole(role)
		if len(block) > markdownLimit/4 {
			block = markdownShort(role)
		}
		if !m.add(block) {
			m.text.WriteString(leftOut(sorted[i:]) + "\n")
			return
		}
	}
}

// leftOut counts the roles that are left out, by what a reviewer misses.
func leftOut(rest []Role) string {
	var of [neither + 1]int
	for _, role := range rest {
		of[urgencyOf(role)]++
	}
	var parts []string
	for u, words := range []string{"to look twice at", "that cannot be judged before apply", "with gains", "with nothing but losses", "with notes only"} {
		if of[u] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", of[u], words))
		}
	}
	return fmt.Sprintf("⚠️ **%s left out, too long for this comment: %s.** The text and HTML forms of this review show all roles.\n",
		plural(len(rest), "more role"), strings.Join(parts, ", "))
}

// markdownShort returns the block of a role that is too long for a comment by itself.
func markdownShort(role Role) string {
	var gain, lose, unknown int
	for _, a := range role.Access {
		gain += count(len(a.Gains) > 0)
		lose += count(len(a.Loses) > 0)
		unknown += count(a.Unknown)
	}
	return markdownTitle(role) + fmt.Sprintf("Too long for this comment. Of %s (a space with a solution), people gain in %d and lose in %d, and %d cannot be judged before apply. %s. "+
		"The text and HTML forms of this review show them.\n",
		plural(len(role.Access), "place"), gain, lose, unknown, plural(len(role.WaysAround), "change")+" of ways around case privileges")
}

func markdownTitle(role Role) string {
	title := "#### "
	if hasWidening(role) {
		title += "⚠️ "
	}
	title += markdownName(role)
	if words := actionWords(role.Action); words != "" {
		title += ": " + words
	}
	return title + "\n\n"
}

// markdownRole returns the block of a role.
func markdownRole(role Role) string {
	var text strings.Builder
	text.WriteString(markdownTitle(role))
	groups := groupAccess(role.Access)
	folds := len(groups) > 15
	if folds {
		fmt.Fprintf(&text, "<details><summary>Access changes in %s</summary>\n\n", plural(len(groups), "place"))
	}
	if len(groups) > 0 {
		text.WriteString("| Where | Gains | Loses | Keeps |\n|---|---|---|---|\n")
	}
	for _, g := range groups {
		writeMarkdownRow(&text, g)
	}
	if len(groups) > 0 {
		text.WriteString("\n")
	}
	if folds {
		text.WriteString("</details>\n\n")
	}
	for _, way := range role.WaysAround {
		sign := "➖ **Loses a way around case privileges:** "
		if way.Change == Gain {
			sign = "➕ ⚠️ **Gains a way around case privileges:** "
		}
		text.WriteString("- " + sign + cases.Sentence(way.Why) + "\n")
	}
	for _, note := range role.Notes {
		text.WriteString("- " + cases.Sentence(note) + "\n")
	}
	writeMarkdownCauses(&text, role)
	return text.String()
}

func writeMarkdownRow(text *strings.Builder, g accessGroup) {
	gains := markdownCapabilities(g, "➕ ", g.Gains)
	loses := markdownCapabilities(accessGroup{}, "➖ ", g.Loses)
	keeps := markdownCapabilities(accessGroup{}, "", g.keeps())
	if g.Unknown {
		gains = joinCells(gains, "❓ **cannot be judged before apply**")
		loses = joinCells(loses, "not known")
		keeps = "nothing before"
		if len(g.Before) > 0 {
			keeps = "before: " + markdownCapabilities(accessGroup{}, "", g.Before)
		}
	}
	if reasons := g.reasons(); len(reasons) > 0 {
		for i := range reasons {
			reasons[i] = cases.Sentence(reasons[i])
		}
		gains = joinCells(gains, "⚠️ **Look twice:** "+strings.Join(reasons, "; "))
	}
	if g.isWithoutEffect() {
		gains = "nothing: other privileges of the role allow the same"
	}
	fmt.Fprintf(text, "| %s<br>%s | %s | %s | %s |\n", upperFirst(groupSpaces(g, cases.InlineCode)), cases.Sentence(groupSolutions(g)),
		gains, loses, keeps)
}

func joinCells(a, b string) string {
	if a == "" {
		return b
	}
	return a + "<br>" + b
}

// markdownCapabilities lists capabilities in a cell. Those to look twice at are bold.
func markdownCapabilities(g accessGroup, sign string, all []cases.Capability) string {
	var list []string
	for _, c := range all {
		text := cases.Sentence(capabilityWords(c))
		if g.widens(c) {
			text = "**" + text + "** ⚠️"
		}
		list = append(list, text)
	}
	if len(list) == 0 {
		return ""
	}
	return sign + strings.Join(list, ", ")
}

func writeMarkdownCauses(text *strings.Builder, role Role) {
	shown, idle := causes(role)
	const few = 5
	if len(shown) > few {
		fmt.Fprintf(text, "\n<details><summary>By %s</summary>\n\n", plural(len(shown), "resource"))
	}
	for _, r := range shown {
		text.WriteString("- By " + cases.InlineCode(r.Address) + " (" + cases.Sentence(resourceWords(r)) + ")\n")
	}
	if len(shown) > few {
		text.WriteString("\n</details>\n")
	}
	if idle > 0 {
		fmt.Fprintf(text, "- %s of the role without a change\n", plural(idle, "more resource"))
	}
}

// markdownName names a role.
func markdownName(role Role) string {
	name := unknownName
	if role.Name != "" {
		name = cases.InlineCode(role.Name)
	}
	if role.Provider != "" {
		name += " on " + cases.InlineCode(role.Provider)
	}
	return name
}

// markdownShortRole names a role within a list, where a long name has no place.
func markdownShortRole(role Role) string {
	if name := markdownName(role); len(name) < 500 {
		return name
	}
	return "a role with a long name"
}

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }
func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
