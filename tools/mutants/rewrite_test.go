package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// Each row is the body of a function, and what becomes of it.
func TestRewrite(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, signature, body, want string }{
		{"a condition", "(a, b int)", "if a == b { }", "if ((a == b && !mutant(2)) || mutant(1)) { }"},
		{
			"a comparison of order has a boundary", "(a, b int)", "if a < b { }",
			"if ((((a < b) != (a == b && mutant(3))) && !mutant(2)) || mutant(1)) { }",
		},
		{
			"each operand of and is made true, and the whole false", "(a, b bool)", "if a && b { }",
			"if ((a || mutant(2)) && (b || mutant(3)) && !mutant(1)) { }",
		},
		{
			"each operand of or is made false, and the whole true", "(a, b bool)", "if a || b { }",
			"if ((a && !mutant(2)) || (b && !mutant(3)) || mutant(1)) { }",
		},
		{
			"an operand that is a chain", "(a, b, c bool)", "if a && (b || !c) { }",
			"if ((a || mutant(2)) && (((b && !mutant(4)) || !(c || mutant(5)) || mutant(3))) && !mutant(1)) { }",
		},
		{"not", "(a bool)", "if !a { }", "if !((a && !mutant(2)) || mutant(1)) { }"},
		{"a loop is not made endless", "(a bool)", "for a { }", "for (a && !mutant(1)) { }"},
		{"a constant becomes the other one", "() bool", "return true", "return (true && !mutant(1))"},
		{"a value that is a condition", "(a bool) bool", "return a", "return ((a && !mutant(2)) || mutant(1))"},
		{
			"cases are conditions", "(a bool)", "switch { case a: println() }",
			"switch { case ((a && !mutant(2)) || mutant(1)): if !mutant(3) { println() } }",
		},
		{
			"statements are left out", "(a int, c chan int)", "a = 2; a++; c <- a; defer println(); go println()",
			"if !mutant(1) { a = (2 + mutantInt(2, 1)) }; if !mutant(3) { a++ }; if !mutant(4) { c <- a }; " +
				"if !mutant(5) { defer println() }; if !mutant(6) { go println() }",
		},
		{"a declaration and a panic stay", "()", `a := ""; _ = a; panic(1 < 2)`, `a := ""; _ = a; panic(1 < 2)`},
		{"a break", "()", "for { break }", "for { if !mutant(1) { break } }"},
		{"an error becomes nil", "(a int, err error) (int, error)", "return a, err", "return a, mutantZero[error](1, err)"},
		{"values beside an error stay", "(err error) (bool, error)", "return false, err", "return false, mutantZero[error](1, err)"},
		{"a result beside no error becomes zero", "(a []int) ([]int, error)", "return a, nil", "return mutantZero(1, a), nil"},
		{"the result of a literal", "() func() error", "return func() error { return nil }", "return mutantZero(1, func() error { return nil })"},
		{"an integer", "(a []int) int", "return a[0]", "return mutantZero(1, a[(0 + mutantInt(2, 1))])"},
		{"an integer at a boundary", "(a int) bool", "return a == 1 || a >= 2", "return ((a == (1 + mutantInt(5, 1)) && !mutant(2)) || (((a >= (2 + mutantInt(6, -1))) != (a == 2 && mutant(4))) && !mutant(3)) || mutant(1))"},
		{"constants stay", "() int", "const a = 1; var b [2]int; return a + len(b)", "const a = 1; var b [2]int; return a + len(b)"},
		{"the length of make stays", "()", "_ = make([]int, 1)", "_ = make([]int, 1)"},
		{"texts stay", "(a int) error", `return fmt.Errorf("%d", a+1)`, `return mutantZero[error](1, fmt.Errorf("%d", a+1))`},
		{"names of fields stay", "(a bool)", "_ = struct{ a bool }{a: a}", "_ = struct{ a bool }{a: ((a && !mutant(2)) || mutant(1))}"},
	} {
		before := "package p; import \"fmt\"; var _ = fmt.Errorf; func f" + test.signature + " {\n"
		got := mutated(t, before+test.body+"\n}")
		if got = strings.TrimSuffix(strings.TrimPrefix(got, before), "\n}"); got != test.want {
			t.Errorf("%s:\n%s\ngives\n%s\nwant\n%s", test.name, test.body, got, test.want)
		}
	}
}

// A method Error only words an error.
func TestRewriteLeavesTextsOfErrors(t *testing.T) {
	t.Parallel()
	source := "package p; type e struct{ n int }; func (e e) Error() string { if e.n > 0 { return \"many\" }; return \"none\" }"
	if got := mutated(t, source); got != source {
		t.Error(got)
	}
}

func TestKeysAreDifferent(t *testing.T) {
	t.Parallel()
	c := &collector{seen: map[string]int{}}
	mutatedBy(t, c, "package p\n\nfunc f() { println(); println() }\n\nfunc g() { println() }")
	want := []string{"p.go f deleted: println()", "p.go f deleted: println() #2", "p.go g deleted: println()"}
	for i, m := range c.mutants {
		if m.key() != want[i] {
			t.Errorf("%q, want %q", m.key(), want[i])
		}
	}
}

func mutated(t *testing.T, source string) string {
	t.Helper()
	return mutatedBy(t, &collector{seen: map[string]int{}}, source)
}

func mutatedBy(t *testing.T, c *collector, source string) string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "p.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: onlyErrorf{}, Error: func(error) {}}
	_, _ = config.Check("p", files, []*ast.File{file}, info) // a function of a row may lack its return
	r := &rewriter{collector: c, file: "p.go", source: []byte(source), tokens: files.File(file.FileStart), info: info}
	return string(r.rewrite(file))
}

// onlyErrorf imports a package fmt that has only Errorf, which takes no time.
type onlyErrorf struct{}

func (onlyErrorf) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, path)
	arguments := types.NewTuple(
		types.NewParam(token.NoPos, p, "format", types.Typ[types.String]),
		types.NewParam(token.NoPos, p, "a", types.NewSlice(types.NewInterfaceType(nil, nil))),
	)
	results := types.NewTuple(types.NewParam(token.NoPos, p, "", types.Universe.Lookup("error").Type()))
	p.Scope().Insert(types.NewFunc(token.NoPos, p, "Errorf", types.NewSignatureType(nil, nil, nil, arguments, results, true)))
	p.MarkComplete()
	return p, nil
}
