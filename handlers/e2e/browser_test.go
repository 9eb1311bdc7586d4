package e2e

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"fealty/handlers/apptest"
)

// patience is how long one step may take: generous, since all tests of the house may run beside this one.
const patience = 60 * time.Second

// Browser is a window in which one person uses the site; it shares no cookie with another.
type Browser struct {
	t     *testing.T
	site  *site
	ctx   context.Context
	store cdp.BrowserContextID // of its cookies

	mu       sync.Mutex
	inFlight map[network.RequestID]bool
	troubles []string
	status   int64 // of the latest page

	language  string // that it was told to speak
	noScripts bool
	width     int64
}

// Open opens a window. What goes wrong in it (scripts, policy, missing files) fails the test at its end.
func (s *site) Open(t *testing.T) *Browser {
	t.Helper()
	store, window := newWindow(t, running(t))
	ctx, cancel := chromedp.NewContext(running(t), chromedp.WithTargetID(window))
	t.Cleanup(func() {
		cancel()
		closeWindow(t, running(t), store)
	})
	b := &Browser{t: t, site: s, ctx: ctx, store: store, inFlight: map[network.RequestID]bool{}}
	chromedp.ListenTarget(ctx, b.listen)
	// The first run ties the window to its context, so it may not have one that ends with the step.
	// Every window believes that it has the focus, however many are open.
	if err := chromedp.Run(ctx, network.Enable(), emulation.SetFocusEmulationEnabled(true)); err != nil {
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

// closeWindow forgets a window's cookies and hangs up its connections, which the app would wait for when it stops.
func closeWindow(t *testing.T, process context.Context, store cdp.BrowserContextID) {
	t.Helper()
	ctx := cdp.WithExecutor(process, chromedp.FromContext(process).Browser)
	if err := target.DisposeBrowserContext(store).Do(ctx); err != nil {
		t.Logf("close a window: %v", err)
	}
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

// As lets the person sit down who is signed in with this client.
func (b *Browser) As(c *apptest.Client) { b.cookie("fealty", c.SessionID()) }

// Speak sets the language cookie.
func (b *Browser) Speak(language string) {
	b.t.Helper()
	b.language = language
	b.cookie("lang", language)
}

func (b *Browser) cookie(name, value string) {
	b.t.Helper()
	b.do("set the cookie "+name, chromedp.ActionFunc(func(ctx context.Context) error {
		set := &network.CookieParam{Name: name, Value: value, URL: b.site.base}
		return storage.SetCookies([]*network.CookieParam{set}).WithBrowserContextID(b.store).
			Do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser))
	}))
}

// WithoutScripts makes this a browser whose owner has turned scripts off.
func (b *Browser) WithoutScripts() {
	b.t.Helper()
	b.noScripts = true
	b.do("turn scripts off", emulation.SetScriptExecutionDisabled(true))
}

// where describes the page for a message of failure.
func (b *Browser) where() string {
	ctx, cancel := context.WithTimeout(b.ctx, 3*time.Second)
	defer cancel()
	var at, shows string
	_ = chromedp.Run(ctx, chromedp.Location(&at), chromedp.Evaluate("document.body ? document.body.innerText : ''", &shows))
	return "The window is at " + at + " and shows:\n" + shows
}
