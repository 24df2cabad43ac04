package provider_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// document holds the values in a JSON document by path. The elements of a set
// share a path; what is null or empty has none.
type document map[string][]string

func leaves(value any) document {
	d := document{}
	d.add("", value)
	return d
}

func (d document) add(at string, value any) {
	switch value := value.(type) {
	case nil:
	case map[string]any:
		for key, part := range value {
			d.add(at+"."+key, part)
		}
	case []any:
		for i, element := range value {
			if block, ok := element.(map[string]any); ok {
				d.add(fmt.Sprintf("%s.%d", at, i), block)
			} else {
				d.add(at, element)
			}
		}
	default:
		d[at] = append(d[at], fmt.Sprint(value))
	}
}

// addUnknown adds what is known after apply, as "?".
func (d document) addUnknown(at string, value any) {
	switch value := value.(type) {
	case bool:
		if value {
			d[at] = append(d[at], "?")
		}
	case map[string]any:
		for key, part := range value {
			d.addUnknown(at+"."+key, part)
		}
	case []any:
		for _, element := range value {
			d.addUnknown(at, element)
		}
	}
}

// to lists what differs in another document, sorted by path.
func (d document) to(after document) string { return d.lines(after, false) }

// toInOrder is to, and also lists values that stay in another order.
func (d document) toInOrder(after document) string { return d.lines(after, true) }

func (d document) lines(after document, order bool) string {
	all := maps.Clone(d)
	maps.Copy(all, after)
	var lines []string
	for _, at := range slices.Sorted(maps.Keys(all)) {
		line := ""
		for _, value := range d[at] {
			if !slices.Contains(after[at], value) {
				line += " -" + value
			}
		}
		for _, value := range after[at] {
			if !slices.Contains(d[at], value) {
				line += " +" + value
			}
		}
		stay := func(in []string) []string {
			return slices.DeleteFunc(slices.Clone(in), func(value string) bool { return !slices.Contains(d[at], value) || !slices.Contains(after[at], value) })
		}
		if order && !slices.Equal(stay(d[at]), stay(after[at])) {
			line += " in another order"
		}
		if line != "" {
			lines = append(lines, at[1:]+":"+line)
		}
	}
	return strings.Join(lines, "\n")
}

// sameLines compares lines, however they are indented.
func sameLines(what, got, want string) error {
	want = strings.TrimSpace(indentation.ReplaceAllString(want, "\n"))
	if got == want {
		return nil
	}
	return fmt.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
}

var indentation = regexp.MustCompile(`\n\s*`)
