package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The house test: what ARCHITECTURE.md and CONTRIBUTING.md ask of the code, checked over the source. Every TestHouse… fails with
// a sentence that tells what to do. The checks lie in main_*_test.go.

// goFile is one parsed Go file of the module.
type goFile struct {
	path string // from the module's root, with slashes
	syn  *ast.File
	fset *token.FileSet
}

func (f goFile) dir() string         { return path.Dir(f.path) }
func (f goFile) isTest() bool        { return strings.HasSuffix(f.path, "_test.go") }
func (f goFile) line(n ast.Node) int { return f.fset.Position(n.Pos()).Line }

// imports lists what the file imports of our own module, as paths from its root.
func (f goFile) imports() []string {
	var own []string
	for _, spec := range f.syn.Imports {
		if p, ok := strings.CutPrefix(text(spec.Path), "fealty/"); ok {
			own = append(own, p)
		}
	}
	return own
}

// stringAt is a string literal and its line.
type stringAt struct {
	value string
	line  int
}

// literals lists the file's string literals, those of imports and tags left out.
func (f goFile) literals() []stringAt {
	var all []stringAt
	ast.Inspect(f.syn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				all = append(all, stringAt{text(n), f.line(n)})
			}
		}
		return true
	})
	return all
}

// text is the value of a string literal.
func text(lit *ast.BasicLit) string {
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return lit.Value
	}
	return s
}

// house is everything on disk that is ours.
type house struct {
	files []string // every file, from the module's root
	code  []goFile
}

// home walks the module once.
var home = sync.OnceValues(func() (house, error) {
	var h house
	err := filepath.WalkDir(".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		p = filepath.ToSlash(p)
		if e.IsDir() {
			if p == "var" || p == "bin" || (strings.HasPrefix(p, ".") && p != ".") {
				return fs.SkipDir
			}
			return nil
		}
		h.files = append(h.files, p)
		if path.Ext(p) != ".go" {
			return nil
		}
		fset := token.NewFileSet()
		syn, err := parser.ParseFile(fset, p, nil, parser.ParseComments|parser.SkipObjectResolution)
		h.code = append(h.code, goFile{p, syn, fset})
		return err
	})
	return h, err
})

func ours(t *testing.T) house {
	t.Helper()
	h, err := home()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// under lists the files of a folder with an extension.
func (h house) under(folder, ext string) []string {
	var some []string
	for _, f := range h.files {
		if strings.HasPrefix(f, folder+"/") && path.Ext(f) == ext {
			some = append(some, f)
		}
	}
	return some
}

// production lists the Go files that are no tests and serve none, below the folders.
func (h house) production(folders ...string) []goFile {
	var some []goFile
	for _, f := range h.code {
		if f.isTest() || within(f.path, "models/db/testdb", "config/localpg/testserver", "handlers/apptest") {
			continue
		}
		if len(folders) == 0 || within(f.path, folders...) {
			some = append(some, f)
		}
	}
	return some
}

// within says whether a path is one of the folders or lies below one.
func within(p string, folders ...string) bool {
	for _, folder := range folders {
		if p == folder || strings.HasPrefix(p, folder+"/") {
			return true
		}
	}
	return false
}

// roofed says whether the routes are there. Until then what nobody uses yet is no fault.
func roofed() bool {
	_, err := os.Stat("handlers/routes.go")
	return err == nil
}

func read(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
