package main

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
)

// collector collects the mutants of all subjects.
type collector struct {
	mutants []*mutant
	seen    map[string]int // how many mutants have a key
}

// rewriter makes all mutants of one file.
type rewriter struct {
	*collector

	subject, file string
	source        []byte
	tokens        *token.File
	info          *types.Info
	edits         edits
	function      string
	done          map[ast.Node]bool // nodes with no mutants, or with all that they get
}

// rewrite returns the source of a file with all its mutants. They are switched off.
func (r *rewriter) rewrite(file *ast.File) []byte {
	r.done = map[ast.Node]bool{}
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if isMessage(d) {
				continue
			}
			r.function = functionName(d)
		case *ast.GenDecl:
			r.function = "var"
		}
		ast.PreorderStack(declaration, nil, r.visit)
	}
	return r.edits.apply(r.source)
}

// visit makes the mutants of a node. It reports whether the nodes in it may have some.
func (r *rewriter) visit(n ast.Node, stack []ast.Node) bool {
	if r.done[n] && !isExpression(n) || r.isLeftOut(n) {
		return false
	}
	r.markParts(n, stack)
	switch n := n.(type) {
	case *ast.ForStmt:
		if n.Cond != nil { // a loop that never ends tells nothing
			r.condition(n.Cond, false, true)
		}
	case *ast.ReturnStmt:
		r.returns(n, r.results(stack))
	}
	switch n := n.(type) {
	case ast.Stmt:
		if inBlock(n, stack) && r.canBeDeleted(n) {
			r.wrap(n, deleted, "if !mutant(%d) { ", " }")
		}
	case ast.Expr:
		r.expression(n, stack)
	}
	return true
}

// isLeftOut reports a declaration of constants or types, and a call that only words a message.
func (r *rewriter) isLeftOut(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.VAR
	case *ast.CallExpr:
		return r.composesText(n)
	}
	return false
}

// markParts marks the parts of a node that are not values, or whose value does not matter.
func (r *rewriter) markParts(n ast.Node, stack []ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if isBuiltin(n, "make") {
			r.mark(n.Args[1:]...) // lengths and capacities
		}
	case *ast.ExprStmt:
		r.mark(n.X)
	case *ast.DeferStmt:
		r.mark(n.Call)
	case *ast.GoStmt:
		r.mark(n.Call)
	case *ast.ArrayType:
		r.mark(n.Len)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			r.mark(n.X)
		}
	case *ast.AssignStmt:
		r.mark(n.Lhs...)
	case *ast.RangeStmt:
		r.mark(n.Key, n.Value)
	case *ast.CommClause:
		r.done[n.Comm] = true
	case *ast.SelectorExpr:
		r.mark(n.Sel)
	case *ast.KeyValueExpr:
		if isInStruct(stack, r.info) { // the key is the name of a field
			r.mark(n.Key)
		}
	}
}

func (r *rewriter) mark(parts ...ast.Expr) {
	for _, part := range parts {
		r.done[part] = true
	}
}

// expression makes the mutants of a value.
func (r *rewriter) expression(n ast.Expr, stack []ast.Node) {
	if r.done[n] {
		return
	}
	value := r.info.Types[n]
	switch literal, isLiteral := n.(*ast.BasicLit); {
	case isBool(value):
		r.condition(n, true, true)
	case isLiteral && literal.Kind == token.INT && isInt(value.Type) && !r.isConstant(stack[len(stack)-1]):
		r.integer(literal, stack[len(stack)-1])
	}
}

// wrap adds a mutant and puts text around its node. Each %d in the text is its id.
func (r *rewriter) wrap(n ast.Node, operator, before, after string) {
	start, end := r.tokens.Offset(n.Pos()), r.tokens.Offset(n.End())
	m := &mutant{
		id: len(r.mutants) + 1, subject: r.subject, file: r.file, function: r.function, operator: operator,
		code: oneLine(r.source[start:end]), nth: 1, at: r.tokens.Position(n.Pos()),
	}
	r.seen[m.key()]++
	m.nth = r.seen[m.key()]
	r.mutants = append(r.mutants, m)
	r.edits.wrap(start, end, m.numbered(before), m.numbered(after))
}

// text returns the source of a node.
func (r *rewriter) text(n ast.Node) []byte {
	return r.source[r.tokens.Offset(n.Pos()):r.tokens.Offset(n.End())]
}

func (r *rewriter) isOneLine(n ast.Node) bool { return !bytes.ContainsRune(r.text(n), '\n') }
