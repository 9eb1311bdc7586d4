package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/limits"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/models/redeeming"
)

type giftlinkShowView struct {
	vouchersShowView
	// From is who gives; Until the last day.
	From  string
	Until time.Time
	// Why is the key of what stands in the way, "" when it can be accepted.
	Why string
	// IsMine shows the voucher itself; IsMember that the visitor has an account.
	IsMine, IsMember bool
	// Accept is where the form goes, Join where one joins and comes back.
	Accept, Join string
}

// CanAccept tells whether there is a button.
func (v *giftlinkShowView) CanAccept() bool { return v.Why == "" && (!v.IsMine || v.IsMember) }

// giftlinkShow is what a gift's link opens. Opening it changes nothing: programs
// that look through messages open links too. Whoever accepted sees the voucher.
func giftlinkShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		g, err := openGift(c, d)
		if err != nil {
			return err
		}
		token := c.Params("token")
		kept := gifts.Kept(d.Keyring.Lookup, g.ID)
		switch mine := g.State == gifts.Accepted && !g.FriendID.IsZero() && g.FriendID == web.MemberOf(c).ID; {
		case mine:
			return web.Redirect(c, "/vouchers/"+g.GivenID.String())
		case token != kept && g.State == gifts.Accepted && c.Cookies(giftCookie) == kept:
			return web.Redirect(c, "/g/"+kept)
		}
		v, err := readGiftlink(c, d, g)
		if err != nil {
			return err
		}
		return web.Render(c, "member/giftlink/show", v)
	}
}

// openGift finds the gift of the address. Guessing is hopeless, and counted all
// the same (R12).
func openGift(c *fiber.Ctx, d web.Deps) (gifts.Gift, error) {
	key := "gift:address:" + limits.AddressPrefix(c.IP())
	if err := limits.Take(c.UserContext(), d.DB, key, limits.Limit{Count: 240, Per: time.Hour}); err != nil {
		return gifts.Gift{}, err
	}
	return gifts.FindByToken(c.UserContext(), d.DB, c.Params("token"))
}

func readGiftlink(c *fiber.Ctx, d web.Deps, g gifts.Gift) (*giftlinkShowView, error) {
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	asked := askedOf(c, version, d)
	voucher := g.VoucherID
	asked.Member = g.MemberID
	if g.State == gifts.Accepted {
		asked.Member, voucher = g.Holder(), g.GivenID
	}
	t, err := insights.ReadTicket(c.UserContext(), d.DB, asked, voucher)
	if err != nil {
		return nil, err
	}
	from, err := members.Find(c.UserContext(), d.DB, g.MemberID)
	if err != nil {
		return nil, err
	}
	v := &giftlinkShowView{From: from.FirstName, Until: g.ExpiresOn, IsMember: !web.MemberOf(c).ID.IsZero()}
	v.Mine, v.Title, v.Narrow = ticketOf(c, t, version, d), t.Name, true
	v.Accept = "/g/" + c.Params("token")
	v.Join = address("/join", "invite", from.InviteCode, "next", v.Accept)
	v.judge(d.DB, version, giftSeen{g, web.MemberOf(c).ID, c.Params("token")})
	if v.IsMine && v.Why == "" {
		return v, v.openCode(d)
	}
	return v, nil
}

// giftSeen is a gift with who looks at it, and by which secret.
type giftSeen struct {
	gifts.Gift
	by    ids.Member
	token string
}

// judge says whether the gift can be accepted, is the visitor's, or why neither.
func (v *giftlinkShowView) judge(r db.Reader, version *programme.Version, g giftSeen) {
	today := version.Today(r.Time())
	refusal := g.Refusal(today)
	switch {
	case g.State == gifts.Accepted && g.Fits(g.token) && g.FriendID.IsZero():
		v.IsMine = true
	case refusal != nil:
		v.Why = refusal.Key
	case g.by == g.MemberID:
		v.Why = "gift_own"
	}
}

// giftCookie remembers in the friend's browser, for this one address, under which
// secret the voucher is found.
const giftCookie = "fealty-gift"

// giftlinkCreate accepts: for the member who is signed in, else for whoever has
// the link.
func giftlinkCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		g, err := openGift(c, d)
		if err != nil {
			return err
		}
		key, err := plainKey(c)
		if err != nil {
			return err
		}
		token := c.Params("token")
		got, err := redeeming.AcceptGift(c.UserContext(), d.DB, redeemingDeps(d), redeeming.Accepting{Token: token, Member: web.MemberOf(c).ID, Key: key})
		if fault.KindOf(err) == fault.Refused {
			return web.Refuse(c, err, "/g/"+token)
		}
		if err != nil {
			return err
		}
		if got.Holder == web.MemberOf(c).ID {
			web.Done(c, "member.giftlink.show.yours_now")
			return web.Redirect(c, "/vouchers/"+got.Voucher.String())
		}
		kept := gifts.Kept(d.Keyring.Lookup, g.ID)
		c.Cookie(&fiber.Cookie{Name: giftCookie, Value: kept, Path: "/g/" + token, HTTPOnly: true, SameSite: "Lax", Secure: d.Config.IsHTTPS(),
			MaxAge: int(g.ExpiresOn.AddDate(0, 0, 2).Sub(d.DB.Time()).Seconds())})
		return web.Redirect(c, "/g/"+kept)
	}
}
