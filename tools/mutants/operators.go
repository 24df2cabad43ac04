package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// condition makes a condition hold, or not hold, whatever its value. In a && b each operand is made true, and the whole
// false: that implies the negations, and || in place of &&. In a || b it is the other way round.
func (r *rewriter) condition(e ast.Expr, mayHold, mayFail bool) {
	r.done[e] = true
	switch e := e.(type) {
	case *ast.ParenExpr:
		r.condition(e.X, mayHold, mayFail)
		return
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			r.condition(e.X, mayFail, mayHold)
			return
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			r.force(e, false, mayFail)
			r.condition(e.X, true, false)
			r.condition(e.Y, true, false)
			return
		case token.LOR:
			r.force(e, mayHold, false)
			r.condition(e.X, false, true)
			r.condition(e.Y, false, true)
			return
		case token.LSS, token.LEQ, token.GTR, token.GEQ:
			r.force(e, mayHold, mayFail)
			if r.isOneLine(e) {
				r.wrap(e, boundary, "((", fmt.Sprintf(") != (%s == %s && mutant(%%d)))", r.text(e.X), r.text(e.Y)))
			}
			return
		}
	}
	r.force(e, mayHold, mayFail)
}

// force lets a mutant make a condition true, and another make it false. A constant is made the other one.
func (r *rewriter) force(e ast.Expr, mayHold, mayFail bool) {
	if constant := r.info.Types[e].Value; constant != nil {
		mayHold, mayFail = mayHold && constant.String() == "false", mayFail && constant.String() == "true"
	}
	if mayHold {
		r.wrap(e, toTrue, "(", " || mutant(%d))")
	}
	if mayFail {
		r.wrap(e, toFalse, "(", " && !mutant(%d))")
	}
}

// integer makes an integer larger, or smaller where the boundary of a comparison already has that effect.
func (r *rewriter) integer(literal *ast.BasicLit, parent ast.Node) {
	operator, difference := plusOne, 1
	if comparison, ok := parent.(*ast.BinaryExpr); ok && (comparison.Op == token.LSS || comparison.Op == token.GEQ) {
		operator, difference = minusOne, -1
	}
	r.wrap(literal, operator, "(", fmt.Sprintf(" + mutantInt(%%d, %d))", difference))
}

// returns makes a function return no error, or zero values. Values beside an error are not used.
func (r *rewriter) returns(statement *ast.ReturnStmt, results *types.Tuple) {
	if results.Len() != len(statement.Results) { // none, or a call that returns several
		return
	}
	last := len(statement.Results) - 1
	if last >= 0 && isError(results.At(last).Type()) && !r.info.Types[statement.Results[last]].IsNil() {
		r.wrap(statement.Results[last], noError, "mutantZero[error](%d, ", ")")
		for _, value := range statement.Results[:last] {
			r.done[value] = true
		}
		return
	}
	for i, value := range statement.Results {
		of := r.info.Types[value]
		if of.Value != nil || of.IsNil() || isBool(of) || isEmptyLiteral(value) || !types.Identical(of.Type, results.At(i).Type()) {
			continue
		}
		r.wrap(value, zero, "mutantZero(%d, ", ")")
	}
}

// canBeDeleted reports whether a statement can be left out, and that may matter.
func (r *rewriter) canBeDeleted(statement ast.Stmt) bool {
	switch s := statement.(type) {
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		return ok && !isBuiltin(call, "panic") && !r.stopsTimer(call)
	case *ast.AssignStmt:
		for _, left := range s.Lhs {
			if name, ok := left.(*ast.Ident); !ok || name.Name != "_" {
				return s.Tok != token.DEFINE
			}
		}
	case *ast.BranchStmt:
		return s.Tok == token.BREAK || s.Tok == token.CONTINUE
	case *ast.DeferStmt:
		return !r.stopsTimer(s.Call) && !r.isCancel(s.Call)
	case *ast.IncDecStmt, *ast.SendStmt, *ast.GoStmt:
		return true
	}
	return false
}
