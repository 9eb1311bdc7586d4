package views

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func TestEveryTemplateOnDiskIsEmbeddedAndLoads(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Join(e.Names(), "\n") + "\n"
	err = filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".html" {
			return err
		}
		if name := strings.TrimSuffix(filepath.ToSlash(path), ".html"); !strings.Contains(names, name+"\n") {
			t.Errorf("%s is on disk and not in the program; add its depth to the embed line", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSharedNamesAreRefused(t *testing.T) {
	for _, body := range []string{`{{define "x"}}{{end}}`, `{{- block "x" .}}{{end}}`, `{{embed}}`} {
		if _, err := parse(fstest.MapFS{"a/b.html": {Data: []byte(body)}}); err == nil {
			t.Errorf("%s was accepted", body)
		}
	}
}

func TestABrokenTemplateStopsTheStart(t *testing.T) {
	for _, body := range []string{`{{if}}`, `{{nosuch .}}`} {
		if _, err := parse(fstest.MapFS{"a/b.html": {Data: []byte(body)}}); err == nil {
			t.Errorf("%s was accepted", body)
		}
	}
	set, err := parse(fstest.MapFS{"a/b.html": {Data: []byte(`<a href='{{if .}}"{{end}}>`)}})
	if err != nil {
		t.Fatal(err)
	}
	if (&Engine{set: set}).escapeAll() == nil {
		t.Error("a template that can't be made safe was accepted")
	}
}

func TestNoTemplateCarriesStyleOrScriptInline(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".html" ||
			strings.HasPrefix(path, "mails") || strings.HasPrefix(path, "takeout") { // mail readers, and a file on somebody's disk, know nothing else
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, bad := range []string{" style=", " onclick=", " onload=", "<style", "<script>", "hx-on"} {
			if strings.Contains(string(body), bad) {
				t.Errorf("%s has %q, which the content security policy refuses", path, bad)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// gallery is a page with mistakes, for the shared parts.
type gallery struct{ l *Locale }

func (g gallery) Locale() *Locale          { return g.l }
func (g gallery) FieldError(string) string { return "mistake <b>" }

func TestSharedPartsDrawInFiveLanguages(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, lang := range append(Languages, Languages...) {
		wg.Go(func() { drawParts(t, e, gallery{e.Locales().Pick(lang)}) })
	}
	wg.Wait()
}

func drawParts(t *testing.T, e *Engine, page gallery) {
	choices := []Option{{"a", "A"}, {"b", "B"}}
	for _, kind := range []string{"text", "select", "textarea"} {
		f, err := newField(page, "name", "b", "language.name", "type", kind, "options", choices, "required", true, "hint", "language.name")
		if err != nil {
			t.Error(err)
		}
		out := draw(t, e, "shared/field", f)
		for _, want := range []string{`for="f-name"`, `id="f-name-hint"`, `aria-describedby="f-name-hint f-name-error"`, `aria-invalid="true"`, "mistake &lt;b&gt;", " required"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s field lacks %s:\n%s", kind, want, out)
			}
		}
	}
	draw(t, e, "shared/notice", newNotice("warn", "clock", "t", "x"))
	draw(t, e, "shared/empty", newEmpty("gift", "t", "x", "Go", "/rewards"))
	part := NewPart(NewPart(page, 1), 2)
	if part.Page != page || part.T("language.name") == "language.name" {
		t.Errorf("a part of a part lost its page: %+v", part)
	}
}

func draw(t *testing.T, e *Engine, name string, data any) string {
	out, err := e.Draw(name, data)
	if err != nil {
		t.Error(err)
	}
	return string(out)
}

func TestQRCodesAreDrawnWithALabel(t *testing.T) {
	svg, err := QR("https://example.org/v/K7QP-4M2X-9RTB", `Voucher "K7QP"`)
	if err != nil || !strings.Contains(string(svg), `aria-label="Voucher &#34;K7QP&#34;"`) || len(svg) < 1000 {
		t.Errorf("%.120s %v", svg, err)
	}
}

func TestSharesAndStepsStayBetweenNoneAndAll(t *testing.T) {
	for _, c := range [][3]int64{{0, 10, 0}, {1, 3, 33}, {2599, 2600, 99}, {2600, 2600, 100}, {5, 0, 100}, {1 << 60, 1 << 61, 50}} {
		if got := share(c[0], c[1]); got != c[2] {
			t.Errorf("share %d of %d is %d, want %d", c[0], c[1], got, c[2])
		}
	}
	if step(53) != "p50" || step(-3) != "p0" || step(400) != "p100" {
		t.Error("step is wrong")
	}
}

func TestUnknownIconsAreErrorsAndUnknownPicturesAreGifts(t *testing.T) {
	if _, err := icon("nosuch"); err == nil {
		t.Error("an unknown icon was drawn")
	}
	if svg, err := art("nosuch"); err != nil || !strings.Contains(string(svg), "art-gift") {
		t.Errorf("%s %v", svg, err)
	}
}
