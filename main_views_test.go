package main

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// areas are the folders of pages: views/member is drawn by handlers/member.
var areas = []string{"member", "admin", "till", "partner", "web"}

var (
	included = regexp.MustCompile(`\{\{-?\s*template\s+"([^"]+)"`)
	viewName = regexp.MustCompile(`^(member|admin|till|partner|web)(/[a-z_-]+)*/(_[a-z_-]+|index|show|new|edit)$`)
)

// templates lists the names of all views, and which of them another includes.
func templates(t *testing.T) (names []string, in map[string]bool) {
	t.Helper()
	in = map[string]bool{}
	for _, file := range ours(t).under("views", ".html") {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(file, "views/"), ".html"))
		for _, m := range included.FindAllStringSubmatch(read(t, file), -1) {
			in[m[1]] = true
		}
	}
	return names, in
}

func TestHouseEveryTemplateIsDrawn(t *testing.T) {
	names, in := templates(t)
	drawn := map[string]bool{}
	for _, s := range everySaid(t) {
		if path.Ext(s.file) == ".go" {
			drawn[s.value] = true
		}
	}
	for _, name := range names {
		area, _, _ := strings.Cut(name, "/")
		isLayout := area == "layouts" && drawn[path.Base(name)] // a page's chrome names its layout without the folder
		if in[name] || drawn[name] || isLayout || !roofed() || area == "mails" {
			continue
		}
		if strings.HasPrefix(path.Base(name), "_") || area == "shared" || area == "layouts" {
			t.Errorf("nothing includes or sends views/%s.html: use it or take it away", name)
			continue
		}
		if _, err := os.Stat(path.Join("handlers", area)); err != nil {
			continue // the area's handlers are still coming
		}
		t.Errorf("no handler draws views/%s.html: handlers/%s should name %q, or the file should go", name, area, name)
	}
}

func TestHouseEveryNamedTemplateIsThere(t *testing.T) {
	names, in := templates(t)
	there := map[string]bool{}
	for _, name := range names {
		there[name] = true
	}
	for name := range in {
		if !there[name] {
			t.Errorf("a template includes %q, and there is no views/%s.html", name, name)
		}
	}
	for _, s := range everySaid(t) {
		if viewName.MatchString(s.value) && within(s.file, "handlers") && !there[s.value] {
			t.Errorf("%s names the view %q, and there is no views/%s.html", s.file, s.value, s.value)
		}
	}
}

func TestHousePagesAreDrawnByTheirOwnArea(t *testing.T) {
	for _, f := range ours(t).production("handlers") {
		for _, lit := range f.literals() {
			m := viewName.FindStringSubmatch(lit.value)
			if m == nil || m[1] == "web" || !within(f.path, "handlers/member", "handlers/admin", "handlers/till", "handlers/partner") {
				continue
			}
			if !within(f.path, "handlers/"+m[1]) {
				t.Errorf("%s:%d draws %q of another area: each of %v draws its own; what two share goes to views/shared", f.path, lit.line, lit.value, areas)
			}
		}
	}
}
