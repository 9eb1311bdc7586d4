package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/public"
)

// policy is R8's, word for word: nothing inline, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

const permissions = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

// secure sets what every answer carries. What is for a signed-in visitor or for
// a program with a key is kept nowhere.
func (k *kit) secure(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", policy)
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("Referrer-Policy", "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", permissions)
	if k.Config.IsHTTPS() {
		c.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	if c.Cookies(k.sessionCookie()) != "" || k.tillSecret(c) != "" || c.Get(fiber.HeaderAuthorization) != "" {
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
}

// serveAsset answers what public holds. The name changes with the content, so a
// browser may keep it for ever.
func serveAsset(c *fiber.Ctx) error {
	if m := c.Method(); m != fiber.MethodGet && m != fiber.MethodHead {
		return c.Next()
	}
	if isTheme(c.Path()) {
		return kitOf(c).serveTheme(c)
	}
	asset, ok := public.Find(c.Path())
	if !ok {
		return c.Next()
	}
	c.Set(fiber.HeaderContentType, asset.Type)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if asset.Gzip != nil && strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(asset.Gzip)
	}
	return c.Send(asset.Body)
}

func (k *kit) isAsset(c *fiber.Ctx) bool {
	_, ok := public.Find(c.Path())
	return ok || isTheme(c.Path())
}
