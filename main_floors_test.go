package main

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is a package of models as its doc.go describes it.
type room struct {
	name   string
	floor  int
	tables []string
}

var (
	floorLine  = regexp.MustCompile(`(?m)^Floor: (\d) (\w+)\.$`)
	tablesLine = regexp.MustCompile(`(?ms)^Tables: (.*?)\.$`)
	floorWords = []string{"ground", "nouns", "rules", "flows", "reads"}
)

// rooms reads every doc.go under models; faults in them are the test's.
func rooms(t *testing.T) map[string]room {
	t.Helper()
	h := ours(t)
	docs := map[string]string{}
	for _, f := range h.code {
		if !within(f.path, "models") || f.dir() == "models" || f.isTest() {
			continue
		}
		if _, known := docs[f.dir()]; !known {
			docs[f.dir()] = ""
		}
		if path.Base(f.path) == "doc.go" && f.syn.Doc != nil {
			docs[f.dir()] = f.syn.Doc.Text()
		}
	}
	all := map[string]room{}
	for dir, doc := range docs {
		all[strings.TrimPrefix(dir, "models/")] = describe(t, dir, doc)
	}
	return all
}

func describe(t *testing.T, dir, doc string) room {
	t.Helper()
	r := room{name: strings.TrimPrefix(dir, "models/"), floor: -1}
	floor, tables := floorLine.FindStringSubmatch(doc), tablesLine.FindStringSubmatch(doc)
	if floor == nil || tables == nil {
		t.Errorf("%s/doc.go should say in its package comment a line \"Floor: 1 nouns.\" and a line \"Tables: members, member_contacts.\" (or \"Tables: none.\")", dir)
		return r
	}
	r.floor, _ = strconv.Atoi(floor[1])
	if r.floor >= len(floorWords) || floorWords[r.floor] != floor[2] {
		t.Errorf("%s/doc.go says %q; the floors are 0 ground, 1 nouns, 2 rules, 3 flows, 4 reads", dir, floor[0])
	}
	for _, table := range strings.FieldsFunc(tables[1], func(c rune) bool { return c == ',' || c == ' ' || c == '\n' }) {
		if table != "none" {
			r.tables = append(r.tables, table)
		}
	}
	return r
}

func TestHouseRoomsStandOnTheFloorThatTheListNames(t *testing.T) {
	listed := map[string]int{}
	floor := -1
	row := regexp.MustCompile(`^\t(?:(\d) +\w+)? +(.+)$`)
	for line := range strings.SplitSeq(modelsDoc(t), "\n") {
		m := row.FindStringSubmatch(line)
		if m == nil || strings.Contains(line, "→") {
			continue
		}
		if m[1] != "" {
			floor, _ = strconv.Atoi(m[1])
		}
		for name := range strings.FieldsSeq(m[2]) {
			listed[name] = floor
		}
	}
	if len(listed) < 20 {
		t.Fatalf("models/doc.go should list the floors with their rooms; only %v was found", listed)
	}
	for name, r := range rooms(t) {
		if name == "db/testdb" {
			continue
		}
		if want, ok := listed[name]; !ok || want != r.floor {
			t.Errorf("models/%s is on floor %d by its doc.go, but models/doc.go lists it on %d (listed: %v): make the two agree", name, r.floor, want, ok)
		}
	}
}

// modelsDoc is the package comment of models, where code is indented by a tab.
func modelsDoc(t *testing.T) string {
	t.Helper()
	return ours(t).doc("models/doc.go")
}

func (h house) doc(file string) string {
	for _, f := range h.code {
		if f.path == file && f.syn.Doc != nil {
			return f.syn.Doc.Text()
		}
	}
	return ""
}

// sideways are the imports on one floor that are allowed beside the list of flows.
var sideways = map[string][]string{
	"db": {"fault", "ids"}, "ids": {"fault"}, "money": {"fault"},
	"jobs": {"db", "fault", "ids", "money"}, "once": {"db", "fault", "ids", "money"}, "limits": {"db", "fault", "ids", "money"},
	"tiers": {"earning"}, "offers": {"earning"},
	"programme": {"earning", "tiers", "spending", "rewards", "offers", "challenges", "referrals", "segments", "experiments"},
}

var arrow = regexp.MustCompile(`(?m)^\t(\w+) → ([\w, ]+)$`)

// flowList reads which flow may call which from models/doc.go.
func flowList(t *testing.T) map[string][]string {
	t.Helper()
	list := map[string][]string{}
	for _, m := range arrow.FindAllStringSubmatch(modelsDoc(t), -1) {
		for to := range strings.SplitSeq(m[2], ",") {
			list[m[1]] = append(list[m[1]], strings.TrimSpace(to))
		}
	}
	return list
}

func TestHouseImportsGoDown(t *testing.T) {
	all, flows := rooms(t), flowList(t)
	for _, f := range ours(t).production("models") {
		from := all[strings.TrimPrefix(f.dir(), "models/")]
		for _, imported := range f.imports() {
			name, isModel := strings.CutPrefix(imported, "models/")
			switch to := all[name]; {
			case imported == "migrations" && from.name == "db":
			case !isModel:
				t.Errorf("%s imports %s: models know no handlers, views or configuration; hand the value in", f.path, imported)
			case name == "db/testdb":
				t.Errorf("%s imports testdb: only tests may", f.path)
			case to.floor < from.floor:
			case slices.Contains(sideways[from.name], name) || slices.Contains(flows[from.name], name):
			case to.floor == from.floor && from.floor == 3:
				t.Errorf("%s imports %s: flows call one another only along the list in models/doc.go; add %q there if it makes no circle", f.path, name, from.name+" → "+name)
			default:
				t.Errorf("%s (floor %d) imports %s (floor %d): imports go down; move what both need to a floor below, or the caller above", f.path, from.floor, name, to.floor)
			}
		}
	}
}

func TestHouseTheListOfFlowsHasNoCircle(t *testing.T) {
	flows := flowList(t)
	var walk func(name string, above []string)
	walk = func(name string, above []string) {
		if slices.Contains(above, name) {
			t.Errorf("the list of flows in models/doc.go goes in a circle: %s", strings.Join(append(above, name), " → "))
			return
		}
		for _, to := range flows[name] {
			walk(to, append(slices.Clone(above), name))
		}
	}
	for name := range flows {
		walk(name, nil)
	}
}

func TestHouseViewsKeepOffTheDatabase(t *testing.T) {
	for _, f := range ours(t).production() {
		for _, imported := range f.imports() {
			if within(f.path, "views") && (imported == "models/db" || within(imported, "handlers")) {
				t.Errorf("%s imports %s: views get a struct and draw it; read the data in the handler", f.path, imported)
			}
			if within(imported, "models/db/testdb") {
				t.Errorf("%s imports testdb: only tests may", f.path)
			}
		}
	}
}

// pureOfDB are the functions of models/db that touch no database.
var pureOfDB = []string{"Today"}

func TestHouseRulesDecideFromValues(t *testing.T) {
	all := rooms(t)
	for _, f := range ours(t).production("models") {
		base := path.Base(f.path)
		isStore := strings.HasPrefix(base, "store") || strings.HasPrefix(base, "cache") || strings.HasPrefix(base, "load")
		if all[strings.TrimPrefix(f.dir(), "models/")].floor != 2 || isStore {
			continue
		}
		ast.Inspect(f.syn, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if x, isName := exprName(sel, ok); isName && x == "db" && !slices.Contains(pureOfDB, sel.Sel.Name) {
				t.Errorf("%s:%d uses db.%s: a rule decides from values; put its SQL into store.go", f.path, f.line(sel), sel.Sel.Name)
			}
			return true
		})
	}
}
