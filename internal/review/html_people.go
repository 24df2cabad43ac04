package review

import (
	"strconv"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// peopleView is a group of people on the page.
type peopleView struct {
	ID, Provider, Count string
	Names               []string
	Rows                []personRowView
}

// personRowView is a row of the table of a group of people.
type personRowView struct {
	rowView

	Roles, Unless []string
	Exception     string // the words before Unless
}

func peopleViews(all []Person) []peopleView {
	var views []peopleView
	for i, g := range groupPeople(all) {
		view := peopleView{ID: "people-" + strconv.Itoa(i+1), Provider: cases.Printable(g.provider), Count: peopleCount(len(g.names)), Names: g.names}
		for _, r := range g.rows {
			row := personRowView{rowView: rowOf(r.accessGroup), Roles: r.roles, Unless: r.unless}
			if len(r.unless) > 0 {
				row.Exception = "unless one of these roles still gives it:"
			}
			view.Rows = append(view.Rows, row)
		}
		views = append(views, view)
	}
	return views
}
