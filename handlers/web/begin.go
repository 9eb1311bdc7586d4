package web

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
)

const requestIDKey = "web.request"

// RequestID is the number of this request, as the log and error pages show it.
func RequestID(c *fiber.Ctx) string {
	id, _ := c.Locals(requestIDKey).(string)
	return id
}

// begin names the request, bounds its time, sets the headers, draws whatever
// error comes back, and logs one line.
func (k *kit) begin(c *fiber.Ctx) error {
	started := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	c.SetUserContext(ctx)
	c.Locals(kitKey, k)
	k.placeVisitor(c)
	k.nameRequest(c)
	k.secure(c)
	if err := k.safely(c); err != nil {
		if err := Fault(c, err); err != nil {
			return err
		}
	}
	k.logAccess(c, time.Since(started))
	return nil
}

// safely turns a panic into an error, with its stack for the log.
func (k *kit) safely(c *fiber.Ctx) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return c.Next()
}

// nameRequest makes eight characters a person can read out.
func (k *kit) nameRequest(c *fiber.Ctx) {
	var b [5]byte
	if _, err := io.ReadFull(k.random(), b[:]); err != nil {
		k.Log.Error("no chance for a request id", "error", err)
	}
	id := base32.NewEncoding("ABCDEFGHJKMNPQRSTUVWXYZ23456789L").EncodeToString(b[:])
	c.Locals(requestIDKey, id)
	c.Set("X-Request-Id", id)
}

// logAccess writes only listed fields: the route, never the address itself,
// which may carry a code or a token (R19).
func (k *kit) logAccess(c *fiber.Ctx, took time.Duration) {
	route := c.Route().Path
	if route == "/" && c.Path() != "/" {
		route = "unmatched"
		if k.isAsset(c) {
			return
		}
	}
	k.Log.LogAttrs(c.UserContext(), slog.LevelInfo, "request",
		slog.String("id", RequestID(c)), slog.String("method", c.Method()), slog.String("route", route),
		slog.Int("status", c.Response().StatusCode()), slog.Int64("ms", took.Milliseconds()),
		slog.Int("bytes", len(c.Response().Body())), slog.Bool("htmx", isFragment(c)))
}
