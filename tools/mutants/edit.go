package main

import (
	"bytes"
	"slices"
)

// edits are insertions into a source file. They add no lines, so that positions in the file stay as they are.
type edits []insertion

type insertion struct {
	at    int
	text  string
	after bool // the text follows what is wrapped
}

// wrap puts text around the source from start to end. What encloses other wrapped source must be wrapped first.
func (e *edits) wrap(start, end int, before, after string) {
	*e = append(*e, insertion{at: start, text: before}, insertion{at: end, text: after, after: true})
}

// apply returns the edited source.
func (e edits) apply(source []byte) []byte {
	var opening, closing edits
	for _, one := range e {
		if one.after {
			closing = append(closing, one)
		} else {
			opening = append(opening, one)
		}
	}
	slices.Reverse(closing) // the innermost is closed first
	all := slices.Concat(closing, opening)
	slices.SortStableFunc(all, func(a, b insertion) int { return a.at - b.at })

	var edited bytes.Buffer
	done := 0
	for _, one := range all {
		edited.Write(source[done:one.at])
		edited.WriteString(one.text)
		done = one.at
	}
	edited.Write(source[done:])
	return edited.Bytes()
}
