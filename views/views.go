package views

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"regexp"
	"sort"
	"strings"

	html "github.com/gofiber/template/html/v2"
)

//go:embed */*.html */*/*.html locales/*.json
var files embed.FS

// Engine holds every template, parsed and escaped, and the locales. It never
// changes after New, so any number of requests may draw at once.
type Engine struct {
	set     *template.Template
	locales *Locales
}

// New parses all templates and locales. Any fault in any of them is an error:
// the program must not start with a page that can't be drawn.
func New() (*Engine, error) {
	locales, err := LoadLocales()
	if err != nil {
		return nil, err
	}
	set, err := parse(files)
	if err != nil {
		return nil, err
	}
	e := &Engine{set: set, locales: locales}
	return e, e.escapeAll()
}

// Locales gives the languages.
func (e *Engine) Locales() *Locales { return e.locales }

// Names lists the templates, sorted: a path without ".html".
func (e *Engine) Names() []string {
	var names []string
	for _, t := range e.set.Templates() {
		if t.Name() != e.set.Name() && !strings.Contains(t.Name(), "$htmltemplate") {
			names = append(names, t.Name())
		}
	}
	sort.Strings(names)
	return names
}

// Draw executes one template into memory, so that a fault half-way sends
// nothing of the page.
func (e *Engine) Draw(name string, data any) (template.HTML, error) {
	t := e.set.Lookup(name)
	if t == nil {
		return "", fmt.Errorf("draw %s: no such template", name)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return "", fmt.Errorf("draw %s: %w", name, err)
	}
	return template.HTML(out.String()), nil //nolint:gosec // it was just escaped
}

// parse lets template/html name and read the files. Its own Render is not used:
// its layouts share one function map and break when two requests draw at once.
func parse(from fs.FS) (*template.Template, error) {
	if err := refuseSharedNames(from); err != nil {
		return nil, err
	}
	engine := html.NewFileSystem(http.FS(from), ".html")
	engine.AddFuncMap(funcs())
	if err := engine.Load(); err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	return engine.Templates, nil
}

// banned words would share one namespace over all files, or need the engine's
// layouts.
var banned = regexp.MustCompile(`\{\{-?\s*(define|block|embed)\b`)

func refuseSharedNames(from fs.FS) error {
	return fs.WalkDir(from, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		body, err := fs.ReadFile(from, path)
		if err != nil {
			return fmt.Errorf("read template: %w", err)
		}
		if word := banned.FindSubmatch(body); word != nil {
			return fmt.Errorf("parse %s: %q is banned; make it a file of its own", path, word[1])
		}
		return nil
	})
}

// escapeAll executes every template once, because html/template escapes at the
// first execution: afterwards nothing is written, and a template that can't be
// made safe stops the start. Faults from the missing data are no faults.
func (e *Engine) escapeAll() error {
	for _, name := range e.Names() {
		err := e.set.Lookup(name).Execute(io.Discard, nil)
		var unsafe *template.Error
		if errors.As(err, &unsafe) {
			return fmt.Errorf("escape %s: %w", name, err)
		}
	}
	return nil
}
