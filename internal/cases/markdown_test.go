package cases

import "testing"

func TestPrintable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"soc-lead é 日本": "soc-lead é 日本",
		"a\nb\tc":       `a\nb\tc`,
		"\x1b[31mred":   `\x1b[31mred`,
		"a\u202eb":      `a\u202eb`,
		"\u200b":        `\u200b`,
		"\x9b\u009b":    `\x9b\u009b`,
		"\ufffd":        "\ufffd",
		"it's \"x\"":    "it's \"x\"",
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// Whatever a name holds, it is one piece of code, also in a table.
func TestInlineCode(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"soc-lead":          "`soc-lead`",
		"@team, #12":        "`@team, #12`",
		"SOC tier 1 | lead": "<code>SOC&#32;tier&#32;1&#32;&#124;&#32;lead</code>",
		`a\b`:               "<code>a&#92;b</code>",
		" @team":            "<code>&#32;<span>&#64;</span>team</code>",
		"":                  "<code></code>",
		"→|":                "<code>→&#124;</code>",
		"é|":                "<code>é&#124;</code>",
		"`a":                "`` `a ``",
		"a`":                "`` a` ``",
		"a`b":               "``a`b``",
		"a``b`":             "``` a``b` ```",
		"``":                "``` `` ```",
		"`*`":               "`` `*` ``",
		"a\n@team":          "<code>a&#92;n<span>&#64;</span>team</code>",
	} {
		if got := InlineCode(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"People lose access, too.":           "People lose access, too.",
		"Notify @team, or see #12.":          "Notify `@team`, or see `#12`.",
		`The role "a b" (run_as) isn't new.`: "The role `\"a b\"` `(run_as`) isn't new.",
		"1. See www.example.com":             "`1`. See `www.example.com`",
		"a | b":                              "a <code>&#124;</code> b",
		`Not "a b"s.`:                        "Not `\"a b\"s`.",
		`Not "a b"`:                          "Not `\"a b\"`",
		`Not "a b"s, or "c`:                  "Not `\"a b\"s`, or `\"c`",
		`Not "a b", or "c"`:                  "Not `\"a b\"`, or `\"c\"`",
		"Wait ... here":                      "Wait `...` here",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}
