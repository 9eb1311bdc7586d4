package main

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ban forbids a name or an import outside its homes.
type ban struct {
	pkg, name string   // name "" bans the import
	in        []string // folders where it is banned; none means everywhere
	homes     []string // where it is allowed all the same
	instead   string
}

var pages = []string{"handlers/member", "handlers/admin", "handlers/till", "handlers/partner", "handlers/api", "handlers/webhooks"}

func bans() []ban {
	timed := append([]string{"models"}, pages...)
	chance := "take chance from the database's Random"
	clock := "take the time from tx.Now, or from the database's clock"
	return []ban{
		{"time", "Now", timed, []string{"models/db"}, clock},
		{"time", "Since", timed, []string{"models/db"}, clock},
		{"time", "Until", timed, []string{"models/db"}, clock},
		{"crypto/rand", "Reader", []string{"models"}, []string{"models/db"}, chance},
		{"crypto/rand", "Read", []string{"models"}, []string{"models/db"}, chance},
		{"crypto/rand", "Text", []string{"models"}, []string{"models/db"}, chance},
		{"math/rand", "", nil, nil, chance},
		{"math/rand/v2", "", nil, nil, chance},
		{"log", "", nil, nil, "log with log/slog"},
		{"github.com/stretchr/testify", "", nil, nil, "write a plain test"},
		{"github.com/gofiber/fiber/v2", "Map", nil, nil, "make a struct for the page"},
		{"os", "Getenv", []string{"models", "handlers", "views"}, nil, "read it in config and hand it in"},
	}
}

func TestHouseBannedNamesStayOutsideTheirHomes(t *testing.T) {
	for _, f := range ours(t).production() {
		for _, b := range bans() {
			if (b.in == nil || within(f.path, b.in...)) && !within(f.path, b.homes...) {
				b.look(t, f)
			}
		}
	}
}

func (b ban) look(t *testing.T, f goFile) {
	t.Helper()
	for _, spec := range f.syn.Imports {
		if text(spec.Path) != b.pkg {
			continue
		}
		if b.name == "" {
			t.Errorf("%s imports %s: %s", f.path, b.pkg, b.instead)
			return
		}
		local := regexp.MustCompile(`(?:^|/)([a-z]+)(?:/v\d+)?$`).FindStringSubmatch(b.pkg)[1]
		if spec.Name != nil {
			local = spec.Name.Name
		}
		ast.Inspect(f.syn, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if x, isName := exprName(sel, ok); isName && x == local && sel.Sel.Name == b.name {
				t.Errorf("%s:%d uses %s.%s: %s", f.path, f.line(sel), local, b.name, b.instead)
			}
			return true
		})
	}
}

func exprName(sel *ast.SelectorExpr, ok bool) (string, bool) {
	if !ok {
		return "", false
	}
	x, isName := sel.X.(*ast.Ident)
	if !isName {
		return "", false
	}
	return x.Name, true
}

var (
	star    = regexp.MustCompile(`(?i)\bSELECT\s+(DISTINCT\s+)?(\w+\.)?\*`)
	sqlTime = regexp.MustCompile(`(?i)\b(now\(\)|CURRENT_DATE|CURRENT_TIMESTAMP|clock_timestamp\(\))`)
)

func TestHouseSQLNamesItsColumnsAndTakesItsTime(t *testing.T) {
	for _, f := range ours(t).production("models", "handlers", "views") {
		for _, lit := range f.literals() {
			if star.MatchString(lit.value) {
				t.Errorf("%s:%d selects *: name the columns", f.path, lit.line)
			}
			if sqlTime.MatchString(lit.value) && strings.Contains(strings.ToUpper(lit.value), "SELECT") && !within(f.path, "models/db") {
				t.Errorf("%s:%d asks PostgreSQL for the time: pass tx.Now as a parameter", f.path, lit.line)
			}
		}
	}
}

func TestHouseNoInitAndNoLeftovers(t *testing.T) {
	leftover := regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)
	for _, f := range ours(t).code {
		for _, decl := range f.syn.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.Name == "init" && fn.Recv == nil {
				t.Errorf("%s:%d has an init: call what it does from main, where it can be read", f.path, f.line(fn))
			}
		}
		for _, group := range f.syn.Comments {
			if word := leftover.FindString(group.Text()); word != "" {
				t.Errorf("%s:%d says %s: do it, or open an issue and take the comment out", f.path, f.line(group), word)
			}
		}
	}
}

var templateBans = []struct {
	pattern *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`\{\{-?\s*(define|block|embed)\b`), "all files share one namespace; make it a file of its own and include it by {{template}}"},
	{regexp.MustCompile(`(?i)\sstyle\s*=\s*["']`), "the content security policy refuses style attributes; make it a class"},
	{regexp.MustCompile(`(?i)<style\b`), "the content security policy refuses inline styles; put it into public/css"},
	{regexp.MustCompile(`(?i)<script\b[^>]*>\s*[^<\s]`), "the content security policy refuses inline scripts; put it into public/js"},
	{regexp.MustCompile(`(?i)\son[a-z]+\s*=\s*["']`), "the content security policy refuses handlers in attributes; listen in public/js"},
	{regexp.MustCompile(`(?i)href\s*=\s*["']javascript:`), "the content security policy refuses javascript: addresses"},
}

func TestHouseTemplatesKeepTheStrictPolicy(t *testing.T) {
	for _, file := range ours(t).under("views", ".html") {
		if within(file, "views/mails") || within(file, "views/takeout") { // mail readers and a file on somebody's disk know no style sheets
			continue
		}
		body := read(t, file)
		for _, b := range templateBans {
			if at := b.pattern.FindStringIndex(body); at != nil {
				t.Errorf("%s:%d has %q: %s", file, 1+strings.Count(body[:at[0]], "\n"), strings.TrimSpace(body[at[0]:at[1]]), b.instead)
			}
		}
	}
}

func TestHouseOnlyKnownFoldersLieOnTop(t *testing.T) {
	known := []string{"config", "docs", "handlers", "migrations", "models", "public", "views"}
	for _, f := range ours(t).files {
		top, _, below := strings.Cut(f, "/")
		if below && !slices.Contains(known, top) {
			t.Errorf("%s: the folders on top are %s; find its room in one of them", f, strings.Join(known, ", "))
		}
	}
}
