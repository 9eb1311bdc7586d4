package e2e

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"fealty/handlers/apptest"
)

// patience is how long one step may take.
const patience = 20 * time.Second

// Browser is a window in which one person uses the site; it shares no cookie with another.
type Browser struct {
	t     *testing.T
	site  *site
	ctx   context.Context
	store cdp.BrowserContextID // of its cookies

	mu       sync.Mutex
	inFlight map[network.RequestID]bool
	troubles []string
}

// Open opens a window. What goes wrong in it (scripts, policy, missing files) fails the test at its end.
func (s *site) Open(t *testing.T) *Browser {
	t.Helper()
	store, window := newWindow(t, running(t))
	ctx, cancel := chromedp.NewContext(running(t), chromedp.WithTargetID(window))
	t.Cleanup(cancel)
	b := &Browser{t: t, site: s, ctx: ctx, store: store, inFlight: map[network.RequestID]bool{}}
	chromedp.ListenTarget(ctx, b.listen)
	// The first run ties the window to its context, so it may not have one that ends with the step.
	if err := chromedp.Run(ctx, network.Enable()); err != nil {
		t.Fatalf("open a window: %v", err)
	}
	b.Width(390)
	t.Cleanup(b.Clean)
	return b
}

// newWindow opens a window with cookies of its own.
func newWindow(t *testing.T, process context.Context) (cdp.BrowserContextID, target.ID) {
	t.Helper()
	ctx := cdp.WithExecutor(process, chromedp.FromContext(process).Browser)
	store, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
	if err != nil {
		t.Fatalf("open a window: %v", err)
	}
	window, err := target.CreateTarget("about:blank").WithBrowserContextID(store).WithNewWindow(true).Do(ctx)
	if err != nil {
		t.Fatalf("open a window: %v", err)
	}
	return store, window
}

// do runs steps in the window; a step that fails ends the test with where it was and what was to be seen.
func (b *Browser) do(doing string, steps ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v\n%s", doing, err, b.where())
	}
}

// Go opens a path of the site.
func (b *Browser) Go(path string) {
	b.t.Helper()
	b.do("go to "+path, chromedp.Navigate(b.site.base+path))
	b.settle()
}

// Press presses the first visible button or link with this text.
func (b *Browser) Press(text string) {
	b.t.Helper()
	found := fmt.Sprintf(`//*[self::button or self::a or self::summary or self::label][contains(normalize-space(.), %s)]`, quoted(text))
	b.do("press "+text, chromedp.Click(found, chromedp.BySearch, chromedp.NodeVisible))
	b.settle()
}

// PressOn presses what a CSS selector names.
func (b *Browser) PressOn(selector string) {
	b.t.Helper()
	b.do("press "+selector, chromedp.Click(selector, chromedp.ByQuery, chromedp.NodeVisible))
	b.settle()
}

// Fill types into the field of a name, instead of what it held.
func (b *Browser) Fill(name, value string) {
	b.t.Helper()
	field := `[name="` + name + `"]:not([type="hidden"])`
	b.do("fill in "+name, chromedp.Clear(field, chromedp.ByQuery), chromedp.SendKeys(field, value, chromedp.ByQuery))
}

// Choose picks an option of the select of a name, by its value.
func (b *Browser) Choose(name, value string) {
	b.t.Helper()
	b.do("choose "+value, chromedp.SetValue(`select[name="`+name+`"]`, value, chromedp.ByQuery))
}

// Text gives what a CSS selector shows.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	var text string
	b.do("read "+selector, chromedp.Text(selector, &text, chromedp.ByQuery))
	return text
}

// Path is where the window is.
func (b *Browser) Path() string {
	b.t.Helper()
	return b.ask("location.pathname + location.search")
}

// Sees fails unless the page shows every one of these texts.
func (b *Browser) Sees(texts ...string) {
	b.t.Helper()
	page := spaced(b.Text("body"))
	for _, text := range texts {
		if !strings.Contains(page, spaced(text)) {
			b.t.Fatalf("%q is not to be seen.\n%s", text, b.where())
		}
	}
}

// SeesNot fails if the page shows one of these texts.
func (b *Browser) SeesNot(texts ...string) {
	b.t.Helper()
	page := spaced(b.Text("body"))
	for _, text := range texts {
		if strings.Contains(page, spaced(text)) {
			b.t.Fatalf("%q is to be seen.\n%s", text, b.where())
		}
	}
}

// IsAt fails unless the window is at this path.
func (b *Browser) IsAt(path string) {
	b.t.Helper()
	if at, _, _ := strings.Cut(b.Path(), "?"); at != path {
		b.t.Fatalf("the window is at %s, not at %s.\n%s", at, path, b.where())
	}
}

// As lets the person sit down who is signed in with this client.
func (b *Browser) As(c *apptest.Client) { b.cookie("fealty", c.SessionID()) }

// Speak sets the language cookie.
func (b *Browser) Speak(language string) { b.cookie("lang", language) }

func (b *Browser) cookie(name, value string) {
	b.t.Helper()
	b.do("set the cookie "+name, chromedp.ActionFunc(func(ctx context.Context) error {
		set := &network.CookieParam{Name: name, Value: value, URL: b.site.base}
		return storage.SetCookies([]*network.CookieParam{set}).WithBrowserContextID(b.store).
			Do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser))
	}))
}

// ask gives the text that an expression has in the page.
func (b *Browser) ask(expression string) string {
	b.t.Helper()
	var answer string
	b.do("ask the page", chromedp.Evaluate("String("+expression+")", &answer))
	return answer
}

// where describes the page for a message of failure.
func (b *Browser) where() string {
	ctx, cancel := context.WithTimeout(b.ctx, 3*time.Second)
	defer cancel()
	var at, shows string
	_ = chromedp.Run(ctx, chromedp.Location(&at), chromedp.Evaluate("document.body ? document.body.innerText : ''", &shows))
	return "The window is at " + at + " and shows:\n" + shows
}

// settle waits until nothing is on its way: no request, no swap of HTMX.
func (b *Browser) settle() {
	b.t.Helper()
	const calm = `document.readyState === "complete" && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")`
	quiet := 0
	for deadline := time.Now().Add(patience); quiet < 3; time.Sleep(20 * time.Millisecond) {
		var isCalm bool
		err := chromedp.Run(b.ctx, chromedp.Evaluate(calm, &isCalm))
		if err == nil && isCalm && !b.isBusy() {
			quiet++
			continue
		}
		quiet = 0
		if time.Now().After(deadline) {
			b.t.Fatalf("the page doesn't come to rest (%v).\n%s", err, b.where())
		}
	}
}

// quoted writes a text as XPath does; it has no escapes.
func quoted(text string) string {
	if !strings.Contains(text, `"`) {
		return `"` + text + `"`
	}
	return `'` + text + `'`
}

// spaced evens out white space, also the kinds that numbers are written with.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
