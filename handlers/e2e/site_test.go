package e2e

import (
	"net"
	"net/url"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/messages"
)

// site is the real app on a free port of this machine, over a database of its own.
type site struct {
	*apptest.World
	base string
}

// newSite starts the app with everybody in it, and stops it when the test ends.
func newSite(t *testing.T) *site {
	t.Helper()
	return newSiteAt(t, "127.0.0.1")
}

// newSiteAt starts it under a name of this machine; passkeys want one that is no number.
func newSiteAt(t *testing.T, host string) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	base := url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
	world := apptest.Open(t, func(d *web.Deps) { d.Config.BaseURL = &base })
	served := startServing(world.Fiber, listener)
	t.Cleanup(func() {
		if err := world.Fiber.ShutdownWithTimeout(5 * time.Second); err != nil {
			t.Logf("stop the app: %v", err)
		}
		if err := <-served; err != nil {
			t.Logf("serve the app: %v", err)
		}
	})
	return &site{World: world, base: base.String()}
}

func startServing(app *fiber.App, listener net.Listener) <-chan error {
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	return served
}

// Code is the six digits that were last sent to an address.
func (s *site) Code(t *testing.T, recipient string) string {
	t.Helper()
	code, _ := s.sent(t, recipient)["code"].(string)
	return code
}

// sent is what stands in the message that last took a code to an address.
func (s *site) sent(t *testing.T, recipient string) messages.Params {
	t.Helper()
	list, err := messages.List(t.Context(), s.Deps.DB, ids.Message{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if m.Template == messages.SigninCode && m.Recipient == recipient {
			return m.Params
		}
	}
	t.Fatalf("no code was sent to %s", recipient)
	return nil
}
