package review

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	markdownhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
)

// names generates names that try to leave their place: pieces of markup, in any order, between other characters.
func names() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"`", "``", "|", `\`, `\|`, "\n", "\r\n\r\n", " ", "  ", "\t", "*", "**", "_", "~~", "<b>", "</code>", "</td>", "</details>", "<script>", "<!--", "-->", "<",
			">", "&lt;", "&#64;", "@team", "a@example.com", "#1", "# ", "- ", "1. ", "---", "===", "> ", "[x](y)", "![", "](", "http://x.example", "www.x.example", "x",
			"$`", ":smile:", "\u202e", "\u200b", "\x00", "\x1b[31m", "\u009b", "\u2028", `"`, `\"`, "'", "{{", "}}", "é", "role", "!1", "~x", "%1",
		}),
		rapid.StringN(0, 3, 12),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 1, 12).Draw(t, "pieces"), ""), "?")
	}).Filter(func(name string) bool { return name != "" && name != "*" })
}

// document is what a reader of a page sees: its text, the text that is not code, and its elements.
type document struct {
	text, outsideCode string
	elements          []string
}

func parseHTML(t rapid.TB, text string) document {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var d document
	var walk func(node *html.Node, code bool)
	walk = func(node *html.Node, code bool) {
		switch node.Type {
		case html.TextNode:
			d.text += node.Data
			if !code {
				d.outsideCode += node.Data
			}
		case html.ElementNode:
			d.elements = append(d.elements, "<"+node.Data+">")
			code = code || node.Data == "code"
		case html.CommentNode:
			d.elements = append(d.elements, "<!--"+node.Data+"-->")
		}
		for child := range node.ChildNodes() {
			walk(child, code)
		}
		if node.Type == html.ElementNode {
			d.elements = append(d.elements, "</"+node.Data+">")
		}
	}
	walk(root, false)
	return d
}

// parseMarkdown renders Markdown as forges do, with raw HTML, which is less than they allow, and links to addresses.
func parseMarkdown(t rapid.TB, text string) document {
	t.Helper()
	var page bytes.Buffer
	renderer := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(markdownhtml.WithUnsafe()))
	if err := renderer.Convert([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	return parseHTML(t, page.String())
}

// checkPrintable fails if text holds a character that hides or reorders text. Markdown's warning sign has a selector.
func checkPrintable(t rapid.TB, text string) {
	t.Helper()
	if at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && r != '\ufe0f' && !unicode.IsPrint(r) }); at >= 0 {
		t.Fatalf("not printable: %q", text[max(0, at-40):at+1])
	}
}

// squeeze joins runs of spaces, as browsers do.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }

// In HTML, a name is text in its place: the page has the elements that it has with a harmless name.
func TestNamesStayInTheirPlaceInHTML(t *testing.T) {
	t.Parallel()
	want := parseHTML(t, rendered(t, "html", hostileReview("harmless"))).elements
	rapid.Check(t, func(t *rapid.T) {
		name := names().Draw(t, "name")
		var page bytes.Buffer
		if err := HTML(&page, hostileReview(name)); err != nil {
			t.Fatal(err)
		}
		checkPrintable(t, page.String())
		got := parseHTML(t, page.String())
		if !slices.Equal(got.elements, want) {
			t.Fatalf("elements %v, want %v", got.elements, want)
		}
		if !strings.Contains(got.text, "Role "+cases.Printable(name)) {
			t.Fatalf("the text lacks the name: %s", got.text)
		}
		if !strings.Contains(squeeze(got.text), squeeze("still gives it: "+cases.Printable(name))) {
			t.Fatalf("the part about people lacks the name: %s", got.text)
		}
	})
}

// In Markdown, a name is code in its place: besides the elements for code, the comment has the elements that it has with a
// harmless name. A forge finds nothing to link or to notify outside of code.
func TestNamesStayInTheirPlaceInMarkdown(t *testing.T) {
	t.Parallel()
	structure := func(d document) []string {
		return slices.DeleteFunc(d.elements, func(element string) bool {
			return slices.Contains([]string{"<code>", "</code>", "<span>", "</span>"}, element)
		})
	}
	want := structure(parseMarkdown(t, rendered(t, "md", hostileReview("harmless"))))
	rapid.Check(t, func(t *rapid.T) {
		name := names().Draw(t, "name")
		var text bytes.Buffer
		if err := Markdown(&text, hostileReview(name)); err != nil {
			t.Fatal(err)
		}
		checkPrintable(t, text.String())
		got := parseMarkdown(t, text.String())
		if elements := structure(got); !slices.Equal(elements, want) {
			t.Fatalf("elements %v, want %v in\n%s", elements, want, text.String())
		}
		if strings.ContainsAny(got.outsideCode, "@#<`") || strings.Contains(got.outsideCode, "://") || strings.Contains(got.outsideCode, "www.") {
			t.Fatalf("outside of code: %s", got.outsideCode)
		}
		if !strings.Contains(squeeze(got.text), squeeze(cases.Printable(name)+" on cases."+cases.Printable(name))) {
			t.Fatalf("the text lacks the name: %s", got.text)
		}
		if !strings.Contains(squeeze(got.text), squeeze("through role "+cases.Printable(name))) {
			t.Fatalf("the part about people lacks the name: %s", got.text)
		}
	})
}
