package main

import (
	"go/ast"
	"go/token"
	"slices"
	"testing"
)

// TestHouseEveryFaultHasWords looks at every call of fault.New, fault.Wrap and fields.Add whose key is a literal.
func TestHouseEveryFaultHasWords(t *testing.T) {
	if !roofed() {
		t.Skip("pages and their words are still coming")
	}
	en := catalogues(t)["en"]
	for _, f := range ours(t).production() {
		if !slices.Contains(f.imports(), "models/fault") {
			continue
		}
		for key, line := range faultKeys(f) {
			if en["fault."+key] == nil {
				t.Errorf("%s:%d gives the fault %q, and no locale has \"fault.%s\": add it to all five", f.path, line, key, key)
			}
		}
	}
}

func faultKeys(f goFile) map[string]int {
	keys := map[string]int{}
	ast.Inspect(f.syn, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 || !isFaultCall(call) {
			return true
		}
		if lit, ok := call.Args[1].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			keys[text(lit)] = f.line(lit)
		}
		return true
	})
	return keys
}

func isFaultCall(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, _ := sel.X.(*ast.Ident)
	if x != nil && x.Name == "fault" {
		return sel.Sel.Name == "New" || sel.Sel.Name == "Wrap"
	}
	name, ok := call.Args[0].(*ast.BasicLit)
	return sel.Sel.Name == "Add" && ok && name.Kind == token.STRING
}
