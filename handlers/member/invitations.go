package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/inviting"
	"fealty/models/limits"
	"fealty/models/members"
	"fealty/models/money"
)

type invitationsShowView struct {
	web.Chrome
	// Name is who invites; "" when nobody's link it is.
	Name string
	// Welcome is what everybody gets who joins, Gift what the invitation adds.
	Welcome, Gift, Together money.Points
	Form                    joinForm
	Action                  string
	// IsMember tells that the visitor is one already.
	IsMember bool
}

// invitationsShow is where an invitation's link leads: who invites, what you
// get, and the form to join. A link that is nobody's leads to the same form and
// tells no name.
func invitationsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		// Guessing at codes must not tell who is a member (R12).
		key := "invitation:address:" + limits.AddressPrefix(c.IP())
		if err := limits.Take(c.UserContext(), d.DB, key, limits.Limit{Count: 120, Per: time.Hour}); err != nil {
			return err
		}
		version, err := inForce(c, d)
		if err != nil {
			return err
		}
		v := &invitationsShowView{Action: "/join", IsMember: !web.MemberOf(c).ID.IsZero(), Welcome: version.Document.Earning.Welcome}
		v.Narrow = true
		from, err := inviting.Landing(c.UserContext(), d.DB, version, c.Params("code"))
		switch {
		case err == nil:
			v.Name, v.Gift = from.Name, version.Document.Referral.FriendPoints
			v.Form.Invite, _ = members.ParseInvite(c.Params("code"))
		case fault.KindOf(err) == fault.NotFound:
			c.Status(fiber.StatusNotFound)
		default:
			return err
		}
		v.Together = v.Welcome + v.Gift
		return web.Render(c, "member/invitations/show", v)
	}
}
