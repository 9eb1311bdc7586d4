package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"go/ast"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

const (
	longestFunction = 70
	longestFile     = 400
	longestPage     = 120
	longestFragment = 60
)

func TestHouseFunctionsAndFilesStaySmall(t *testing.T) {
	for _, f := range ours(t).code {
		if n := f.fset.Position(f.syn.FileEnd).Line; n > longestFile {
			t.Errorf("%s has %d lines; %d is the most: split it by what its parts are about", f.path, n, longestFile)
		}
		for _, decl := range f.syn.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := f.fset.Position(fn.End()).Line - f.line(fn) + 1; n > longestFunction {
				t.Errorf("%s:%d: %s has %d lines; %d is the most: give its steps names", f.path, f.line(fn), fn.Name.Name, n, longestFunction)
			}
		}
	}
}

func TestHouseTemplatesStaySmall(t *testing.T) {
	for _, file := range ours(t).under("views", ".html") {
		limit := longestPage
		if strings.HasPrefix(path.Base(file), "_") {
			limit = longestFragment
		}
		if n := strings.Count(read(t, file), "\n"); n > limit {
			t.Errorf("%s has %d lines; %d is the most: a page is a table of contents, its parts are fragments", file, n, limit)
		}
	}
}

var directive = regexp.MustCompile(`(?m)^//go:embed (.+)$`)

func TestHouseEveryFileIsEmbedded(t *testing.T) {
	h := ours(t)
	patterns := map[string][]string{}
	for _, f := range h.code {
		for _, m := range directive.FindAllStringSubmatch(read(t, f.path), -1) {
			patterns[f.dir()] = append(patterns[f.dir()], strings.Fields(m[1])...)
		}
	}
	for _, file := range h.files {
		apart := path.Ext(file) == ".go" || strings.Contains(file, "/testdata/") || path.Base(file) == "CHECKSUMS"
		if !within(file, "views", "public", "migrations") || apart {
			continue
		}
		if !isEmbedded(file, patterns) {
			t.Errorf("%s is in no //go:embed of its folder or of one above, so the program doesn't have it: embed it or take it away", file)
		}
	}
}

// isEmbedded looks for a directive in the file's folder or in one above.
func isEmbedded(file string, patterns map[string][]string) bool {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		for _, p := range patterns[dir] {
			if matches(p, strings.TrimPrefix(file, dir+"/")) {
				return true
			}
		}
	}
	return false
}

// matches follows the rules of package embed: a pattern that names a folder takes what is below it, without hidden files
// unless it begins with "all:".
func matches(pattern, file string) bool {
	pattern, all := strings.CutPrefix(pattern, "all:")
	for part := file; part != "."; part = path.Dir(part) {
		ok, err := path.Match(pattern, part)
		if err != nil || !ok {
			continue
		}
		below := strings.TrimPrefix(strings.TrimPrefix(file, part), "/")
		hidden := regexp.MustCompile(`(^|/)[._]`).MatchString(below)
		return all || !hidden
	}
	return false
}

func TestHouseEmbedPatternsAreReadAsGoReadsThem(t *testing.T) {
	for _, c := range []struct {
		pattern, file string
		want          bool
	}{
		{"*.sql", "00001_a.sql", true}, {"*.sql", "old/00001_a.sql", false}, {"css", "css/app/a.css", true},
		{"css", "css/_a.css", false}, {"all:css", "css/_a.css", true}, {"*/*.html", "member/_card.html", true}, {"css", "css", true},
	} {
		if got := matches(c.pattern, c.file); got != c.want {
			t.Errorf("the pattern %s takes %s: %v by the house test", c.pattern, c.file, got)
		}
	}
}

func TestHouseReleasedMigrationsNeverChange(t *testing.T) {
	list, err := os.ReadFile("migrations/CHECKSUMS")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("nothing was released yet; a release writes it: (cd migrations && sha256sum *.sql > CHECKSUMS)")
	}
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(list)), "\n") {
		fields := strings.Fields(line)
		if len(fields) != 2 {
			t.Errorf("migrations/CHECKSUMS should hold lines of sha256sum, not %q", line)
			continue
		}
		body, err := os.ReadFile(path.Join("migrations", fields[1]))
		if sum := sha256.Sum256(body); err != nil || hex.EncodeToString(sum[:]) != fields[0] {
			t.Errorf("migrations/%s was released and may not change any more: put it back and write a new migration (%v)", fields[1], err)
		}
	}
}
