package e2e

import (
	"net"
	"net/url"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/handlers/web"
)

// site is the real app on a free port of this machine, over a database of its own.
type site struct {
	*apptest.App
	base string
}

// newSite starts the app and stops it when the test ends.
func newSite(t *testing.T, make func(testing.TB, ...apptest.Option) *apptest.App) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := url.URL{Scheme: "http", Host: listener.Addr().String()}
	app := make(t, func(d *web.Deps) { d.Config.BaseURL = &base })
	served := startServing(app, listener)
	t.Cleanup(func() {
		if err := app.Fiber.ShutdownWithTimeout(5 * time.Second); err != nil {
			t.Logf("stop the app: %v", err)
		}
		<-served
	})
	return &site{App: app, base: base.String()}
}

func startServing(app *apptest.App, listener net.Listener) <-chan error {
	served := make(chan error, 1)
	go func() { served <- app.Fiber.Listener(listener) }()
	return served
}
