package review

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

//go:embed page.html.tmpl
var pageTemplate string

//go:embed page.css
var pageStyle string

// parsedPage is the page of the HTML form. Its functions make names printable: every text from a plan passes one of them.
var parsedPage = template.Must(template.New("page").Funcs(template.FuncMap{
	"printable": cases.Printable,
	"resource":  resourceWords,
}).Parse(pageTemplate))

// page is what the template shows.
type page struct {
	Verdict, Unchanged, Nothing, Incomplete, Guessed, Kibana string
	OutsideTitle, OutsideIntro, LookTwiceMore                string
	Style                                                    template.CSS
	Tiles                                                    []tile
	LookTwice                                                []link
	Notes                                                    []string
	Roles, Outside                                           []roleView
	PeopleTitle                                              string
	People                                                   []peopleView
}

// tile is a number of roles with the words below it.
type tile struct {
	Kind, Sign, Words string
	Number            int
}

// link leads to a role further down.
type link struct{ ID, Name, Provider string }

type roleView struct {
	ID, Name, Provider, Action string
	Nameless, LookTwice        bool
	Rows                       []rowView
	Ways                       []WayAround
	Notes                      []string
	Resources                  []Resource
	Idle                       string
}

// rowView is a row of the table of a role.
type rowView struct {
	Where        string
	Spaces       []string
	Solutions    string
	Gains, Loses []chip
	Keeps        string
	Unknown      bool
	Reasons      []string
	NoEffect     bool
}

// chip is a capability. A strong one is a reason to look twice.
type chip struct {
	Words  string
	Strong bool
}

// HTML writes the review as one page without scripts and without anything to load.
func HTML(w io.Writer, r Review) error {
	p := page{
		Verdict: verdict(r), Nothing: nothing, Unchanged: unchanged(r), Guessed: guessed(r.Kibana), Kibana: kibanaWords(r.Kibana),
		OutsideTitle: outsideTitle, OutsideIntro: outsideIntro,
		Style: template.CSS(pageStyle), //nolint:gosec // the style sheet is part of the program
		Tiles: tiles(r), Notes: r.Notes,
		Roles: roleViews(r.Roles, "role"), Outside: roleViews(r.Outside, "outside"),
		PeopleTitle: peopleTitle, People: peopleViews(r.People),
	}
	if !r.Complete {
		p.Nothing, p.Incomplete = nothingSoFar, incomplete
	}
	p.LookTwice, p.LookTwiceMore = links(p.Roles, p.Outside)
	return parsedPage.Execute(w, p)
}

// kibanaWords says which version raw privilege ids are judged by, and who told it. It is empty if there are no such ids.
func kibanaWords(k Kibana) string {
	if !k.Judges {
		return ""
	}
	text := "Raw privilege ids are judged by " + kibanaName(k)
	switch k.Source {
	case FromFlag:
		return text + ", from -kibana-version."
	case FromPlan:
		return text + ", from the plan."
	case FromNewest:
		return text + ", the newest version that the command knows."
	}
	return text + "."
}

// links leads to the first few roles to look at twice, each once, and counts the others in words.
func links(lists ...[]roleView) (found []link, more string) {
	const few = 12
	seen := map[[2]string]bool{}
	for _, role := range slices.Concat(lists...) {
		name := [2]string{role.Provider, role.Name}
		if role.LookTwice && (role.Nameless || !seen[name]) {
			seen[name] = true
			found = append(found, link{ID: role.ID, Name: role.Name, Provider: role.Provider})
		}
	}
	if n := len(found) - few; n > 0 {
		return found[:few], " and " + plural(n, "more role")
	}
	return found, ""
}

func tiles(r Review) []tile {
	var gain, lose, unknown int
	for _, role := range r.Roles {
		gain += count(gainsAccess(role))
		lose += count(losesAccess(role))
		unknown += count(hasUnknown(role))
	}
	return []tile{
		{Kind: "widens", Sign: "!", Number: len(toLookAt(r)), Words: "to look twice at"},
		{Kind: "gain", Sign: "+", Number: gain, Words: "gain access"},
		{Kind: "lose", Sign: "−", Number: lose, Words: "lose access"},
		{Kind: "unknown", Sign: "?", Number: unknown, Words: "not known before apply"},
		{Kind: "same", Sign: "=", Number: r.Unchanged, Words: "keep their access"},
	}
}

func roleViews(all []Role, prefix string) []roleView {
	views := make([]roleView, 0, len(all))
	for i, role := range byUrgency(all) {
		shown, idle := causes(role)
		view := roleView{
			ID: fmt.Sprintf("%s-%d", prefix, i+1), Name: cases.Printable(role.Name), Provider: cases.Printable(role.Provider), Action: actionWords(role.Action),
			LookTwice: hasWidening(role), Ways: role.WaysAround, Notes: role.Notes, Resources: shown,
		}
		if role.Name == "" {
			view.Name, view.Nameless = unknownName, true
		}
		if idle > 0 {
			view.Idle = plural(idle, "more resource") + " of the role without a change"
		}
		for _, g := range groupAccess(role.Access) {
			view.Rows = append(view.Rows, rowOf(g))
		}
		views = append(views, view)
	}
	return views
}

func rowOf(g accessGroup) rowView {
	row := rowView{
		Solutions: groupSolutions(g), Unknown: g.Unknown, Reasons: g.reasons(), NoEffect: g.isWithoutEffect(),
		Gains: chips(g, g.Gains), Loses: chips(accessGroup{}, g.Loses), Keeps: textCapabilities(accessGroup{}, g.keeps()),
	}
	if g.Unknown {
		row.Keeps = textCapabilities(accessGroup{}, g.Before)
	}
	// The words around the ids, and the ids. The page shows ids in another typeface.
	row.Where = strings.TrimSpace(upperFirst(groupSpaces(accessGroup{Access: g.Access, spaces: g.spaces[:1]}, func(string) string { return "" })))
	switch {
	case len(g.spaces) > 1:
		row.Where, row.Spaces = "Spaces", g.spaces
	case g.Space != "*" && g.Space != "":
		row.Spaces = g.spaces
	}
	return row
}

func chips(g accessGroup, all []cases.Capability) []chip {
	list := make([]chip, 0, len(all))
	for _, c := range all {
		list = append(list, chip{Words: capabilityWords(c), Strong: g.widens(c)})
	}
	return list
}
