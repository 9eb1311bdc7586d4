package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// chrome is the one browser process of this package; each test has windows of its own in it, which share nothing.
type chrome struct {
	ctx  context.Context
	end  func()
	why  string // why there is none
	once sync.Once
}

var theChrome chrome

func TestMain(m *testing.M) {
	code := m.Run()
	if theChrome.end != nil {
		theChrome.end()
	}
	os.Exit(code)
}

// running gives the browser. Where none is installed the test is skipped, but with CI=true it fails.
func running(t *testing.T) context.Context {
	t.Helper()
	theChrome.once.Do(theChrome.start)
	if theChrome.ctx != nil {
		return theChrome.ctx
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(theChrome.why)
	}
	t.Skip(theChrome.why)
	return nil
}

func (c *chrome) start() {
	path := installed()
	if path == "" {
		c.why = "no Chromium is installed: `make test` installs it, or type apt-get install chromium"
		return
	}
	dir, err := os.MkdirTemp("", "fealty-e2e-")
	if err != nil {
		c.why = err.Error()
		return
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options(path, dir)...)
	ctx, cancel := chromedp.NewContext(allocator)
	c.end = func() { cancel(); stop(); _ = os.RemoveAll(dir) }
	if err := chromedp.Run(ctx); err != nil {
		c.why = fmt.Sprintf("start %s: %v", path, err)
		return
	}
	c.ctx = ctx
}

func installed() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// options keep the browser at home: it talks to this machine only, and remembers nothing.
func options(path, dir string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(dir), chromedp.NoSandbox, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"))
}
