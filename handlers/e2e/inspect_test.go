package e2e

import (
	"context"
	_ "embed" // axe
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

// Width makes the window so many pixels wide.
func (b *Browser) Width(pixels int64) {
	b.t.Helper()
	b.width = pixels
	height := int64(844)
	if pixels >= 1000 {
		height = 900
	}
	b.do("size the window", emulation.SetDeviceMetricsOverride(pixels, height, 1, pixels < 600))
	// The page hears of it a little later. An empty one has no viewport of its own.
	fits := fmt.Sprintf(`location.protocol === "about:" || matchMedia("(width: %dpx)").matches`, pixels)
	b.until(fmt.Sprintf("a window of %d pixels", pixels), func() bool { return b.try(fits) == "true" })
}

// Scheme makes the device "light" or "dark".
func (b *Browser) Scheme(name string) {
	b.t.Helper()
	b.do("go "+name, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}}))
}

// Inspect looks at the page as it stands: axe finds nothing at two widths in both schemes, nothing has to be scrolled sideways at
// 320 pixels, and nothing is in trouble. The second scheme changes nothing but colours, so there axe looks at those only. With
// FEALTY_SHOTS it keeps a picture of each.
func (b *Browser) Inspect(name string) {
	b.t.Helper()
	rules := map[string]string{"light": everyRule, "dark": colourRule}
	for _, width := range []int64{390, 1280} {
		b.Width(width)
		for _, scheme := range []string{"light", "dark"} {
			b.Scheme(scheme)
			b.settle()
			b.Axe(fmt.Sprintf("%s at %d in %s", name, width, scheme), rules[scheme])
			b.Shoot(fmt.Sprintf("%s-%d-%s", name, width, scheme))
		}
	}
	b.Width(320)
	b.FitsSideways(name)
	b.Width(390)
	b.Scheme("light")
	b.Clean()
}

// Glance looks at a page that is inspected in another language: whether its words fit at 320 pixels, and nothing is in trouble.
// With FEALTY_SHOTS it keeps pictures.
func (b *Browser) Glance(name string) {
	b.t.Helper()
	if b.width != 320 {
		b.Width(320)
	}
	b.FitsSideways(name)
	for _, width := range []int64{390, 1280} {
		if isKept() {
			b.Width(width)
			b.Shoot(fmt.Sprintf("%s-%d-light", name, width))
		}
	}
	b.Clean()
}

// FitsSideways fails if the page is wider than the window.
func (b *Browser) FitsSideways(name string) {
	b.t.Helper()
	if culprits := b.tooWide(); culprits != "" {
		b.t.Errorf("%s has to be scrolled sideways: %s", name, culprits)
	}
}

// tooWide names what sticks out on the right, or nothing.
func (b *Browser) tooWide() string {
	b.t.Helper()
	return b.ask(`(() => {
		const room = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= room) return "";
		return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > room + 1)
			.slice(-5).map(e => e.tagName + "." + e.className).join(", ") || "something";
	})()`)
}

// The rules of axe that are run in a scheme: all, and those that colours can break.
const (
	everyRule  = `{resultTypes: ["violations"]}`
	colourRule = `{resultTypes: ["violations"], preload: false, runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}}`
)

// violation is what axe finds.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// Axe fails with everything that axe finds on the page. It runs in a world of its own through the DevTools, so that the page's
// strict policy stands as it is.
func (b *Browser) Axe(name, rules string) {
	b.t.Helper()
	var found []violation
	b.do("run axe on "+name, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		found, err = runAxe(ctx, rules)
		return err
	}))
	for _, v := range found {
		for _, node := range v.Nodes {
			b.t.Errorf("%s: axe %s: %s\n  %s\n  %s", name, v.ID, v.Help, node.HTML, strings.ReplaceAll(node.Summary, "\n", "\n  "))
		}
	}
}

func runAxe(ctx context.Context, rules string) (found []violation, err error) {
	world, err := isolatedWorld(ctx)
	if err != nil {
		return nil, err
	}
	// The world lasts as long as the document does.
	isThere, err := evaluate(ctx, world, "typeof axe")
	if err == nil && isThere == "undefined" {
		_, err = evaluate(ctx, world, axe+"; true")
	}
	if err != nil {
		return nil, err
	}
	text, err := evaluate(ctx, world, "axe.run(document, "+rules+").then(r => JSON.stringify(r.violations))")
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal([]byte(text), &found)
	return found, err
}

func isolatedWorld(ctx context.Context) (runtime.ExecutionContextID, error) {
	tree, err := page.GetFrameTree().Do(ctx)
	if err != nil {
		return 0, err
	}
	return page.CreateIsolatedWorld(tree.Frame.ID).WithWorldName("axe").Do(ctx)
}

// evaluate runs an expression in a world and gives its text.
func evaluate(ctx context.Context, world runtime.ExecutionContextID, expression string) (string, error) {
	result, exception, err := runtime.Evaluate(expression).WithContextID(world).WithAwaitPromise(true).WithReturnByValue(true).Do(ctx)
	if err != nil {
		return "", err
	}
	if exception != nil {
		return "", exception
	}
	var text string
	if json.Unmarshal(result.Value, &text) != nil {
		return string(result.Value), nil //nolint:nilerr // what is no text is shown as it is written
	}
	return text, nil
}

// isKept tells whether somebody wants the pictures.
func isKept() bool { return os.Getenv("FEALTY_SHOTS") != "" }

// Shoot keeps a picture of the whole page, if FEALTY_SHOTS names a folder.
func (b *Browser) Shoot(name string) {
	b.t.Helper()
	if !isKept() {
		return
	}
	folder := os.Getenv("FEALTY_SHOTS")
	var picture []byte
	b.do("take a picture", chromedp.FullScreenshot(&picture, 100))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, strings.ReplaceAll(name, "/", "-")+".png"), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
