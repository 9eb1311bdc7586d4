package main

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// dynamicKeys are beginnings of keys that code puts together in a way that the test can't see. A literal that ends in a dot, or
// has a verb after one ("member.activity.kind." + kind, "…kind.%s"), is seen and needs no line here.
var dynamicKeys = []string{"language.", "points."}

// pluralForms are the forms that each language's plurals need.
var pluralForms = map[string][]string{
	"en": {"one", "other"}, "nb": {"one", "other"}, "hu": {"one", "other"}, "pl": {"few", "many", "one", "other"}, "zh-Hant": {"other"},
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// message is one text, or its plural forms.
type message map[string]string

func (m *message) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*m = message{"": one}
		return nil
	}
	var forms map[string]string
	err := json.Unmarshal(data, &forms)
	*m = forms
	return err
}

func (m message) isPlural() bool { _, plain := m[""]; return !plain }

// placeholders are those of all forms together; the count may be left out of a form that says it in a word.
func (m message) placeholders() string {
	names := map[string]bool{}
	for _, form := range m {
		for _, found := range placeholder.FindAllStringSubmatch(form, -1) {
			names[found[1]] = true
		}
	}
	if m.isPlural() {
		delete(names, "PluralCount")
	}
	return strings.Join(slices.Sorted(maps.Keys(names)), ", ")
}

func catalogues(t *testing.T) map[string]map[string]message {
	t.Helper()
	all := map[string]map[string]message{}
	for language := range pluralForms {
		c := map[string]message{}
		if err := json.Unmarshal([]byte(read(t, "views/locales/"+language+".json")), &c); err != nil {
			t.Fatalf("views/locales/%s.json: %v", language, err)
		}
		all[language] = c
	}
	return all
}

func TestHouseLocalesAreSortedAndComplete(t *testing.T) {
	all := catalogues(t)
	keyLine := regexp.MustCompile(`(?m)^  "([^"]+)":`)
	for language, c := range all {
		var order []string
		for _, m := range keyLine.FindAllStringSubmatch(read(t, "views/locales/"+language+".json"), -1) {
			order = append(order, m[1])
		}
		if !sort.StringsAreSorted(order) || len(order) != len(c) {
			t.Errorf("views/locales/%s.json should have its keys sorted, each once, indented by two spaces", language)
		}
		for key := range c {
			if _, ok := all["en"][key]; !ok {
				t.Errorf("%s has the key %s, which en has not", language, key)
			}
		}
	}
	for key, english := range all["en"] {
		for language, c := range all {
			compare(t, language, key, english, c[key])
		}
	}
}

func compare(t *testing.T, language, key string, english, m message) {
	t.Helper()
	if m == nil {
		t.Errorf("%s has no text for %s", language, key)
		return
	}
	if m.isPlural() != english.isPlural() {
		t.Errorf("%s: %s is plural in one of %s and en only", key, key, language)
		return
	}
	if forms := slices.Sorted(maps.Keys(m)); m.isPlural() && !slices.Equal(forms, pluralForms[language]) {
		t.Errorf("%s: %s has the plural forms %v and needs %v", language, key, forms, pluralForms[language])
	}
	if got, want := m.placeholders(), english.placeholders(); got != want {
		t.Errorf("%s: %s has the placeholders {%s}, and en has {%s}", language, key, got, want)
	}
	for form, words := range m {
		if strings.TrimSpace(words) == "" {
			t.Errorf("%s: %s %s is empty", language, key, form)
		}
	}
}

var (
	templateAction  = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	templateLiteral = regexp.MustCompile("\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]*)`")
	keyShape        = regexp.MustCompile(`^(member|admin|till|partner|web|mails|fault|api)(\.[a-z0-9_-]+)+$`)
)

// said is a literal and where it stands.
type said struct{ value, file string }

// everySaid lists the literals of templates and of production code.
func everySaid(t *testing.T) []said {
	t.Helper()
	var all []said
	h := ours(t)
	for _, file := range h.under("views", ".html") {
		for _, action := range templateAction.FindAllString(read(t, file), -1) {
			for _, m := range templateLiteral.FindAllStringSubmatch(action, -1) {
				all = append(all, said{m[1] + m[2], file})
			}
		}
	}
	for _, f := range h.production() {
		for _, lit := range f.literals() {
			all = append(all, said{lit.value, f.path})
		}
	}
	return all
}

func TestHouseEveryKeyIsThere(t *testing.T) {
	en := catalogues(t)["en"]
	for _, s := range everySaid(t) {
		if strings.Count(s.value, ".") < 2 || !keyShape.MatchString(s.value) || !within(s.file, "views", "handlers") {
			continue
		}
		if en[s.value] == nil && !isFileName(s.value) {
			t.Errorf("%s says %q, and no locale has it: add it to all five", s.file, s.value)
		}
	}
}

// isFileName tells "admin.css" and the like from keys.
func isFileName(s string) bool {
	return regexp.MustCompile(`\.(html|css|js|svg|json|csv|go|png)$`).MatchString(s)
}

func TestHouseEveryKeyIsUsed(t *testing.T) {
	if !roofed() {
		t.Skip("pages and their words are still coming")
	}
	used, starts := map[string]bool{}, slices.Clone(dynamicKeys)
	beginning := regexp.MustCompile(`^[a-z]+\.(?:[a-z0-9_-]+\.)*`)
	for _, s := range everySaid(t) {
		used[s.value], used["fault."+s.value] = true, true
		if viewName.MatchString(s.value) { // a page's title has its key
			used[strings.ReplaceAll(s.value, "/", ".")+".title"] = true
		}
		dynamic := strings.HasSuffix(s.value, ".") || strings.Contains(s.value, ".%")
		if start := beginning.FindString(s.value); dynamic && strings.Count(start, ".") > 1 {
			starts = append(starts, start)
		}
	}
	for key := range catalogues(t)["en"] {
		begins := func(start string) bool { return strings.HasPrefix(key, start) }
		if !used[key] && !slices.ContainsFunc(starts, begins) {
			t.Errorf("nothing uses the key %s: take it out of all five locales", key)
		}
	}
}
