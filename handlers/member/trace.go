package member

import (
	"net/netip"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/inviting"
	"fealty/models/limits"
	"fealty/models/referrals"
)

// deviceCookie tells a browser that has looked at its invitations from others.
// It says nothing of who that was.
const deviceCookie = "fealty-device"

const deviceLength = 32

// traceOf is where the visitor is, for the checks of invitations. An address of
// a private network, or of this machine, tells nobody apart.
func traceOf(c *fiber.Ctx, d web.Deps) referrals.Trace {
	device, address := c.Cookies(deviceCookie), limits.AddressPrefix(c.IP())
	if len(device) != deviceLength {
		device = ""
	}
	if ip, err := netip.ParseAddr(c.IP()); err != nil || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		address = ""
	}
	return referrals.NewTrace(d.Keyring.Lookup, device, address)
}

// leaveTrace keeps for a month from where a member invites, and marks the
// browser.
func leaveTrace(c *fiber.Ctx, d web.Deps) error {
	if len(c.Cookies(deviceCookie)) != deviceLength {
		secret, err := freshKey(d)
		if err != nil {
			return err
		}
		c.Request().Header.SetCookie(deviceCookie, secret)
		c.Cookie(&fiber.Cookie{Name: deviceCookie, Value: secret, Path: "/", HTTPOnly: true, SameSite: "Lax", Secure: d.Config.IsHTTPS(),
			MaxAge: int((90 * 24 * time.Hour).Seconds())})
	}
	return inviting.Seen(c.UserContext(), d.DB, web.MemberOf(c).ID, traceOf(c, d))
}
