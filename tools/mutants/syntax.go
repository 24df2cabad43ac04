package main

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
)

// isMessage reports a function that only words an error.
func isMessage(f *ast.FuncDecl) bool { return f.Recv != nil && f.Name.Name == "Error" }

// functionName returns the name of a function, with the type of its receiver.
func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	return types.ExprString(f.Recv.List[0].Type) + "." + f.Name.Name
}

// composesText reports a call that only words a message.
func (r *rewriter) composesText(call *ast.CallExpr) bool {
	if isBuiltin(call, "panic") {
		return true
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	function, ok := r.info.Uses[selector.Sel].(*types.Func)
	if !ok || function.Pkg() == nil {
		return false
	}
	name := function.Pkg().Path() + "." + function.Name()
	return slices.Contains([]string{"fmt.Errorf", "fmt.Sprintf", "fmt.Fprintf", "errors.New"}, name)
}

// stopsTimer reports a call that stops a timer. Without it, the timer only stays for longer.
func (r *rewriter) stopsTimer(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == "Stop" && r.typeName(selector.X) == "*time.Timer"
}

// isCancel reports a call that cancels a context. At the end of a function, it only releases what the context has.
func (r *rewriter) isCancel(call *ast.CallExpr) bool {
	return r.typeName(call.Fun) == "context.CancelFunc"
}

func (r *rewriter) typeName(e ast.Expr) string {
	if of := r.info.Types[e].Type; of != nil {
		return of.String()
	}
	return ""
}

func isBuiltin(call *ast.CallExpr, name string) bool {
	function, ok := call.Fun.(*ast.Ident)
	return ok && function.Name == name
}

func isExpression(n ast.Node) bool {
	_, ok := n.(ast.Expr)
	return ok
}

// inBlock reports whether a statement is one of a list, and not a part of an if, a switch or a loop.
func inBlock(n ast.Stmt, stack []ast.Node) bool {
	switch parent := stack[len(stack)-1].(type) {
	case *ast.BlockStmt, *ast.CaseClause:
		return true
	case *ast.CommClause:
		return parent.Comm != n
	}
	return false
}

// isInStruct reports whether an element belongs to the literal of a struct.
func isInStruct(stack []ast.Node, info *types.Info) bool {
	literal, ok := stack[len(stack)-1].(*ast.CompositeLit)
	if !ok {
		return false
	}
	of := info.Types[literal].Type
	if pointer, ok := of.Underlying().(*types.Pointer); ok { // &T is left out in a list of *T
		of = pointer.Elem()
	}
	_, isStruct := of.Underlying().(*types.Struct)
	return isStruct
}

// results returns the results of the innermost function around a statement.
func (r *rewriter) results(stack []ast.Node) *types.Tuple {
	for _, n := range slices.Backward(stack) {
		var of types.Type
		switch n := n.(type) {
		case *ast.FuncDecl:
			of = r.info.Defs[n.Name].Type()
		case *ast.FuncLit:
			of = r.info.Types[n].Type
		}
		if signature, ok := of.(*types.Signature); ok {
			return signature.Results()
		}
	}
	return nil
}

func isBool(of types.TypeAndValue) bool {
	if !of.IsValue() {
		return false
	}
	basic, ok := of.Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

func isInt(of types.Type) bool {
	return types.Identical(of, types.Typ[types.Int]) || types.Identical(of, types.Typ[types.UntypedInt])
}

func isError(of types.Type) bool { return types.Identical(of, types.Universe.Lookup("error").Type()) }

// isConstant reports a constant expression. Its parts must stay constant.
func (r *rewriter) isConstant(n ast.Node) bool {
	e, ok := n.(ast.Expr)
	value := r.info.Types[e].Value
	return ok && value != nil && value.Kind() != constant.Unknown
}

// isEmptyLiteral reports a list or map without elements. It differs from nil for few callers.
func isEmptyLiteral(e ast.Expr) bool {
	literal, ok := e.(*ast.CompositeLit)
	return ok && len(literal.Elts) == 0
}
