package admin_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fealty/models/catalogue"
	"fealty/models/partners"
	"fealty/models/shipments"
	"fealty/views"
)

// actionForm is what an act is called: what it was done to, and what was done.
var actionForm = regexp.MustCompile(`^[a-z]+\.[a-z_]*$`)

// otherNames look like acts and are none: paths of a document, keys of faults, kinds of job, the demo's address.
var otherNames = []string{"club.currency", "field.", "field.choice", "field.long", "field.text", "havn.example", "label.", "lines.", "member.id", "member.number",
	"payments.", "purchases.claim", "staff.", "staff.forgotten", "tiers.steps"}

// openActions are beginnings of acts that end in a state or a kind.
var openActions = map[string][]string{
	"reward.":    {string(catalogue.Archived), string(catalogue.Live), string(catalogue.Paused)},
	"shipment.":  {string(shipments.Packed), string(shipments.Sent), string(shipments.Delivered), string(shipments.Cancelled)},
	"offer.":     {string(partners.Approved), string(partners.Refused)},
	"offer.ask_": {string(partners.NewOffer), string(partners.PauseOffer), string(partners.ResumeOffer)},
}

// actionsIn gives what looks like an act in the sources of a package that writes the audit.
func actionsIn(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	writesAudit := false
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			value, err := strconv.Unquote(text.Value)
			writesAudit = writesAudit || value == "fealty/models/audit"
			if err == nil && actionForm.MatchString(value) && !slices.Contains(otherNames, value) {
				found = append(found, value)
			}
			return true
		})
	}
	if !writesAudit {
		return nil
	}
	return found
}

func TestTheLogWordsEveryActThatIsRecorded(t *testing.T) {
	dirs, err := os.ReadDir("../../models")
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, dir := range dirs {
		actions = append(actions, actionsIn(t, filepath.Join("../../models", dir.Name()))...)
	}
	for beginning, endings := range openActions {
		at := slices.Index(actions, beginning)
		if at < 0 {
			t.Errorf("no act begins with %s any more", beginning)
			continue
		}
		actions = slices.Delete(actions, at, at+1)
		for _, ending := range endings {
			actions = append(actions, beginning+ending)
		}
	}
	for _, known := range []string{"voucher.use", "points.adjust", "reward.live", "staff.reset", "programme.publish", "demo.load"} {
		if !slices.Contains(actions, known) {
			t.Errorf("the walk over models doesn't see %s: it sees %v", known, actions)
		}
	}
	locales, err := views.LoadLocales()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range views.Languages {
		l := locales.Pick(lang)
		for _, action := range actions {
			if !l.Has("admin.log.action." + action) {
				t.Errorf("%s has no words for %s: add the key admin.log.action.%s, or to otherNames if it is no act", lang, action, action)
			}
		}
	}
}
