package web

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// The limits of every request (R7, R14).
const (
	bodyLimit   = 2 << 20
	headerLimit = 16 << 10
	deadline    = 20 * time.Second
)

// Middleware is a handler that goes on with c.Next.
type Middleware = fiber.Handler

// kit is the dependencies with what is worked out of them once.
type kit struct {
	Deps
	csrfKey, flashKey []byte
	sheets            sheets
}

const kitKey = "web.kit"

// kitOf gives the kit that NewApp put into the request.
func kitOf(c *fiber.Ctx) *kit {
	k, _ := c.Locals(kitKey).(*kit)
	return k
}

// NewApp makes the app with its settings and everything that stands in front of
// all routes. An address without a route is Fiber's own 404 or 405.
func NewApp(d Deps) *fiber.App {
	k := &kit{Deps: d, csrfKey: d.Config.Key("csrf"), flashKey: d.Config.Key("flash")}
	app := fiber.New(k.settings())
	app.Use(k.begin, k.guardBody, serveAsset, chooseLanguage, k.identify, k.guardForms)
	for _, extra := range d.Extra {
		app.Use(extra)
	}
	return app
}

func (k *kit) settings() fiber.Config {
	return fiber.Config{
		DisableStartupMessage: true, Immutable: true, CaseSensitive: true, StrictRouting: true,
		// No proxy is trusted by Fiber itself; placeVisitor reads what ours say.
		EnableTrustedProxyCheck: true,
		BodyLimit:               uploadLimit, ReadBufferSize: headerLimit,
		ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 60 * time.Second,
		ErrorHandler: k.lastResort,
	}
}

// lastResort answers what failed before begin ran: a body too large, a header
// that can't be read.
func (k *kit) lastResort(c *fiber.Ctx, err error) error {
	c.Locals(kitKey, k)
	k.secure(c)
	if RequestID(c) == "" {
		k.nameRequest(c)
	}
	return Fault(c, err)
}

// guardBody refuses compressed requests: they would pass under the size limit
// and unfold behind it.
func (k *kit) guardBody(c *fiber.Ctx) error {
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return fault.New(fault.Invalid, "encoding")
	}
	if len(c.Request().Body()) > bodyLimit && !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		return fault.New(fault.Invalid, "too_large")
	}
	return c.Next()
}
