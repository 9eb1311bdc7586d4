package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/causes"
	"fealty/models/donations"
	"fealty/models/giving"
	"fealty/models/ids"
	"fealty/models/money"
)

type donationsShowView struct {
	web.Chrome
	Gift  donations.Donation
	Cause causes.Shown
	// UndoUntil is the instant until which it can be taken back; zero when it can't.
	UndoUntil time.Time
}

// Total is what the cause gets.
func (v *donationsShowView) Total() money.Amount { return v.Gift.Amount + v.Gift.Matched }

// CanUndo tells whether the gift can still be taken back.
func (v *donationsShowView) CanUndo() bool { return !v.UndoUntil.IsZero() }

func donationsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Donation](c)
		if err != nil {
			return err
		}
		v, err := readDonation(c, d, id)
		if err != nil {
			return err
		}
		return web.Render(c, "member/donations/show", v)
	}
}

func readDonation(c *fiber.Ctx, d web.Deps, id ids.Donation) (*donationsShowView, error) {
	gift, err := donations.Find(c.UserContext(), d.DB, web.MemberOf(c).ID, id)
	if err != nil {
		return nil, err
	}
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	lang := causes.Languages{Wanted: web.Locale(c).Lang, Main: version.Document.Club.Languages[0]}
	cause, err := causes.Show(c.UserContext(), d.DB, gift.CauseID, lang)
	if err != nil {
		return nil, err
	}
	v := &donationsShowView{Gift: gift, Cause: cause}
	v.Narrow = true
	if gift.CanUndo(d.DB.Time()) {
		v.UndoUntil = gift.GivenAt.Add(donations.UndoWindow)
	}
	return v, nil
}

// undosCreate takes a gift back.
func undosCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Donation](c)
		if err != nil {
			return err
		}
		key, err := plainKey(c)
		if err != nil {
			return err
		}
		back, err := giving.Undo(c.UserContext(), d.DB, giving.Deps{Programme: d.Programme},
			giving.TakingBack{Member: web.MemberOf(c).ID, Donation: id, Key: key})
		if err != nil {
			return web.Refuse(c, err, "/donations/"+id.String())
		}
		web.Done(c, "member.donations.show.came_back", "Points", back.Points, "Have", back.Spendable)
		return web.Redirect(c, "/donations/"+id.String())
	}
}
