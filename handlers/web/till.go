package web

import (
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/models/shops"
)

// Till lets in whoever stands at a paired till with their PIN, and, for training
// and the desk, a manager or the owner who is signed in to the admin.
func Till() Access { return Access{Door: DoorTill} }

// Paired lets in a paired till, whether or not somebody stands at it.
func Paired() Access { return Access{Door: DoorPaired} }

// Stand is where the clerk stands: a till in its shop, or only the shop at a desk.
type Stand struct {
	shops.Till
	// IsDesk says that there is no paired till.
	IsDesk bool
}

const standKey = "web.stand"

// SetStand says at which till somebody is asking; the access check calls it.
func SetStand(c *fiber.Ctx, s Stand) { c.Locals(standKey, s) }

// StandOf gives the till that is asking, behind a Till or Paired door or a public
// one; its zero value is none. StaffOf says who stands there.
func StandOf(c *fiber.Ctx) Stand {
	s, _ := c.Locals(standKey).(Stand)
	return s
}

// tillCookie has the prefix that browsers guard, where https allows it.
func (k *kit) tillCookie() string { return k.sessionCookie() + "-till" }

// tillSecret is what the till's cookie holds, or "" for none that could be one.
func (k *kit) tillSecret(c *fiber.Ctx) string {
	if secret := c.Cookies(k.tillCookie()); len(secret) == 43 {
		return secret
	}
	return ""
}

// TillSecret is what makes this browser a till, or "".
func TillSecret(c *fiber.Ctx) string { return kitOf(c).tillSecret(c) }

// tillAge is how long the cookie of a till lives; browsers allow 400 days.
const tillAge = 400 * 24 * time.Hour

// KeepTill makes this browser a till, or lets it go on being one.
func KeepTill(c *fiber.Ctx, secret string) {
	k := kitOf(c)
	c.Cookie(&fiber.Cookie{Name: k.tillCookie(), Value: secret, Path: "/", HTTPOnly: true, SameSite: "Lax",
		Secure: k.Config.IsHTTPS(), MaxAge: int(tillAge.Seconds()), Expires: k.clock().Add(tillAge)})
	c.Set(fiber.HeaderCacheControl, "no-store")
}

// FormToken is a fresh token for forms that this visitor kept while it had no
// line (R9).
func FormToken(c *fiber.Ctx) string { return kitOf(c).csrfToken(c) }

// askAtTill leads to where a till is paired or opened, and back after it with
// what was asked for.
func askAtTill(c *fiber.Ctx) error {
	if StandOf(c).ID.IsZero() {
		return Redirect(c, "/till/pair")
	}
	to := "/till/unlock"
	if c.Method() == fiber.MethodGet && local.MatchString(c.OriginalURL()) {
		to += "?next=" + url.QueryEscape(c.OriginalURL())
	}
	return Redirect(c, to)
}
