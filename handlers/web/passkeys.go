package web

import (
	"github.com/gofiber/fiber/v2"

	"fealty/models/staff"
)

// Passkeys asks for passkeys under this shop's address; false where it can't have
// any, since the address is no name.
func Passkeys(c *fiber.Ctx) (staff.Passkeys, bool) {
	k := kitOf(c)
	p, err := staff.NewPasskeys(k.Config.BaseURL, ClubOf(c).Name, k.Config.Key("staff.passkeys"))
	return p, err == nil
}

// IsForStaff tells whether this is a page of staff's, where passkeys are asked.
func (ch *Chrome) IsForStaff() bool { return ch.isAt("/admin") || ch.isAt("/partner") }

// IsAtOwn tells whether this is a page of one's own account.
func (ch *Chrome) IsAtOwn() bool { return ch.isAt("/admin/me") || ch.isAt("/partner/me") }
