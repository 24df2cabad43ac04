package cases

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// InlineCode formats a name as Markdown inline code. A forge looks for no links, mentions
// or references in code. The name may hold any character, and the code may be part of a table.
func InlineCode(name string) string {
	text := Printable(name)
	// Markdown takes a space from each end of code. In a table, forges differ in how they read a backslash before "|".
	if strings.Trim(text, " ") != text || text == "" || strings.ContainsAny(text, `|\`) {
		return "<code>" + characterReferences(text) + "</code>"
	}
	return fenced(text)
}

// fenced puts text between more backticks than it contains in a row.
func fenced(text string) string {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// characterReferences writes ASCII characters other than letters and digits by their numbers, which Markdown never takes
// for its own characters. The element around "@" keeps forges from linking an address.
func characterReferences(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '@':
			b.WriteString("<span>&#64;</span>")
		case r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// harmless matches a word of a sentence that Markdown and the forges read as nothing but a word.
var harmless = regexp.MustCompile(`^\(?[\pL]+(['-][\pL]+)*[).,;:]*$`)

// Sentence formats a sentence that may hold names from the plan. Quoted text, and each word that Markdown or a forge could
// read as more than a word (a mention, a link, a reference to an issue), becomes code. The text stays as it is. In a
// table it needs no further care.
func Sentence(text string) string {
	var parts []string
	for _, word := range words(Printable(text)) {
		if !harmless.MatchString(word) {
			word = codeWord(word)
		}
		parts = append(parts, word)
	}
	return strings.Join(parts, " ")
}

// words splits a sentence at its spaces, except for those in quotes.
func words(text string) []string {
	var list []string
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		end := wordEnd(text, 0)
		if at := strings.IndexByte(text[:end], '"'); at >= 0 {
			quoted, _ := strconv.QuotedPrefix(text[at:]) // empty if the quote does not end
			end = wordEnd(text, at+len(quoted))
		}
		list = append(list, text[:end])
		text = text[end:]
	}
	return list
}

// wordEnd returns the position of the first space, or of the end.
func wordEnd(text string, from int) int {
	if length := strings.IndexByte(text[from:], ' '); length >= 0 {
		return from + length
	}
	return len(text)
}

// codeWord formats a word as code, without the punctuation around it.
func codeWord(word string) string {
	core := strings.TrimRight(word, ".,;:)")
	if core == "" {
		return InlineCode(word)
	}
	return InlineCode(core) + word[len(core):]
}
