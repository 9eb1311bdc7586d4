package web

import (
	"bytes"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/config"
	"fealty/views"
)

// addressSeen is what the app takes for the visitor's address, over a real connection of this machine's.
func addressSeen(t *testing.T, proxies string, forwarded ...string) string {
	t.Helper()
	settings := map[string]string{"DATA_DIR": t.TempDir(), "TRUSTED_PROXIES": proxies}
	cfg, err := config.Load(func(name string) string { return settings[name] })
	if err != nil {
		t.Fatal(err)
	}
	engine, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	app := NewApp(Deps{Config: cfg, Views: engine, Log: slog.New(slog.DiscardHandler)})
	app.Get("/api/address", func(c *fiber.Ctx) error { return c.SendString(c.IP()) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = app.Listener(listener) }()
	t.Cleanup(func() { _ = app.ShutdownWithTimeout(time.Second) })
	return askRaw(t, listener.Addr().String(), forwarded)
}

// askRaw sends two requests on one connection, the first with the headers and the second without, and gives both bodies.
func askRaw(t *testing.T, address string, forwarded []string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	request := "GET /api/address HTTP/1.1\r\nHost: localhost\r\n"
	for _, line := range forwarded {
		request += "X-Forwarded-For: " + line + "\r\n"
	}
	request += "\r\nGET /api/address HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
	if _, err := conn.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	if _, err := all.ReadFrom(conn); err != nil {
		t.Fatal(err)
	}
	var bodies []string
	for _, part := range strings.Split(all.String(), "HTTP/1.1 ")[1:] {
		_, body, _ := strings.Cut(part, "\r\n\r\n")
		bodies = append(bodies, body)
	}
	return strings.Join(bodies, " then ")
}

func TestNobodyButAProxyOfOursSaysWhereAVisitorIs(t *testing.T) {
	for _, at := range []struct {
		proxies   string
		forwarded []string
		want      string
	}{
		{"", []string{"203.0.113.9"}, "127.0.0.1"},
		{"10.0.0.1", []string{"203.0.113.9"}, "127.0.0.1"},
		{"127.0.0.1", nil, "127.0.0.1"},
		{"127.0.0.1", []string{"203.0.113.9"}, "203.0.113.9"},
		// A proxy adds to what the visitor sent: what stands before it is made up.
		{"127.0.0.1", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		{"127.0.0.1", []string{"198.51.100.1", "203.0.113.9"}, "203.0.113.9"},
		{"127.0.0.1, 10.0.0.0/8", []string{"198.51.100.1, 203.0.113.9, 10.1.2.3"}, "203.0.113.9"},
		{"127.0.0.1, 10.0.0.0/8", []string{"10.1.2.3"}, "10.1.2.3"},
		{"127.0.0.1", []string{"203.0.113.9, nonsense"}, "127.0.0.1"},
		{"127.0.0.1", []string{"2001:db8::7"}, "2001:db8::7"},
		{"127.0.0.1", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
	} {
		if got := addressSeen(t, at.proxies, at.forwarded...); got != at.want+" then 127.0.0.1" {
			t.Errorf("proxies %q, forwarded %q: %s instead of %s then 127.0.0.1", at.proxies, at.forwarded, got, at.want)
		}
	}
}
