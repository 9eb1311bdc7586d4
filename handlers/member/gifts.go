package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/club"
	"fealty/models/fault"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/views"
)

// giftCard is what a voucher's page tells of its way to a friend.
type giftCard struct {
	// Link is what the friend opens; "" when nothing is on its way.
	Link  string
	Share shareLinks
	// CanSend tells whether it can be sent now.
	CanSend bool
}

// readGift fills the card; only a voucher that is on its way takes a statement.
func (v *vouchersShowView) readGift(c *fiber.Ctx, d web.Deps, version *programme.Version) error {
	if !web.ClubOf(c).Has(club.Gifts) && v.Mine.Gift == "" {
		return nil
	}
	v.Gift.CanSend = redeeming.DecideGift(v.Mine.Reward(), v.Mine.Voucher, version, d.DB.Time()) == nil
	if v.Mine.Gift != gifts.Open {
		return nil
	}
	g, err := gifts.OfVoucher(c.UserContext(), d.DB, v.Mine.MemberID, v.Mine.ID)
	if err != nil || g == nil || g.State != gifts.Open {
		return err
	}
	v.Gift.Link = d.Config.URL("/g/" + gifts.Link(d.Keyring.Lookup, g.ID))
	v.Gift.Share = giftShare(web.Locale(c), giftWords{version.Document.Club.Name, v.Mine.Name, v.Gift.Link})
	return nil
}

type giftWords struct{ club, reward, link string }

func giftShare(l *views.Locale, w giftWords) shareLinks {
	return share(l.T("member.vouchers.gift.subject", "Club", w.club),
		l.T("member.vouchers.gift.message", "Club", w.club, "Reward", w.reward, "Link", w.link))
}

// giftsCreate makes the link. The same form sent twice makes one.
func giftsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Voucher](c)
		if err != nil {
			return err
		}
		if !web.ClubOf(c).Has(club.Gifts) {
			return fault.New(fault.NotFound, "not_found")
		}
		key, err := plainKey(c)
		if err != nil {
			return err
		}
		_, err = redeeming.SendGift(c.UserContext(), d.DB, redeemingDeps(d), redeeming.Sending{Member: web.MemberOf(c).ID, Voucher: id, Key: key})
		if err != nil {
			return web.Refuse(c, err, "/vouchers/"+id.String())
		}
		return web.Redirect(c, "/vouchers/"+id.String())
	}
}

// giftUndosCreate takes a gift back that nobody has accepted.
func giftUndosCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Voucher](c)
		if err != nil {
			return err
		}
		if _, err := plainKey(c); err != nil {
			return err
		}
		back := redeeming.GiftBack{Member: web.MemberOf(c).ID, Voucher: id}
		if err := redeeming.TakeGiftBack(c.UserContext(), d.DB, redeemingDeps(d), back); err != nil {
			return web.Refuse(c, err, "/vouchers/"+id.String())
		}
		web.Done(c, "member.vouchers.gift.back")
		return web.Redirect(c, "/vouchers/"+id.String())
	}
}
