package main

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"
)

// mutant is one small change of the code.
type mutant struct {
	id       int // counts from 1
	subject  string
	file     string // below the root
	function string
	operator string
	code     string // what is changed, on one line
	nth      int    // counts from 1; more than 1 if the fields above are those of an earlier mutant
	at       token.Position

	result result
}

type result int

const (
	notCovered result = iota // no test reaches the mutant
	survived                 // no test fails
	caught
)

// The operators.
const (
	toTrue   = "true"     // a condition holds
	toFalse  = "false"    // a condition does not hold
	boundary = "boundary" // < for <=, <= for <, > for >=, >= for >
	plusOne  = "+1"       // an integer is one larger
	minusOne = "-1"       // an integer is one smaller
	deleted  = "deleted"  // a statement is left out
	zero     = "zero"     // a function returns a zero value
	noError  = "no error" // a function returns no error
)

// key names a mutant for longer than a position does, which every edit above it changes.
func (m *mutant) key() string {
	key := fmt.Sprintf("%s %s %s: %s", m.file, m.function, m.operator, m.code)
	if m.nth > 1 {
		key += fmt.Sprintf(" #%d", m.nth)
	}
	return key
}

// oneLine returns source text on one line that is not too long.
func oneLine(text []byte) string {
	const longest = 100
	line := []rune(strings.Join(strings.Fields(string(text)), " "))
	if len(line) > longest {
		line = append(line[:longest], '…')
	}
	return string(line)
}

// numbered puts the id in place of each %d.
func (m *mutant) numbered(text string) string {
	return strings.ReplaceAll(text, "%d", strconv.Itoa(m.id))
}
