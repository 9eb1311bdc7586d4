package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/causes"
	"fealty/models/donations"
	"fealty/models/ids"
	"fealty/models/settling"
)

type payoutForm struct {
	PaidOn string `form:"paid_on,max=10"`
	Proof  string `form:"proof"`
	Did    string `form:"did"`
}

type payoutsIndexView struct {
	web.Chrome
	Form    payoutForm
	Cause   causes.Shown
	Unpaid  donations.Unpaid
	Payouts []causes.Payout
	CanPay  bool
}

// payoutsIndex lists what was paid to a cause, and what waits.
func payoutsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readPayouts(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/payouts/index", view, "admin/payouts/_list")
	}
}

// payoutsNew pays what waits.
func payoutsNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readPayouts(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/payouts/new", view)
	}
}

// payoutsCreate records that a cause's gifts were paid.
func payoutsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readPayouts(c, d)
		if err != nil {
			return err
		}
		if err = web.Bind(c, &view.Form); err == nil {
			err = payOut(c, d, view)
		}
		if err != nil {
			return web.Invalid(c, "admin/payouts/new", view, err)
		}
		web.Done(c, "admin.payouts.index.recorded")
		return web.Redirect(c, address("causes", view.Cause.ID)+"/payouts")
	}
}

func payOut(c *fiber.Ctx, d web.Deps, view *payoutsIndexView) error {
	var in reader
	day := in.day("paid_on", view.Form.PaidOn)
	if err := in.wrong.Err(); err != nil {
		return err
	}
	cmd := settling.Payout{By: byOf(c), Cause: view.Cause.ID, Proof: view.Form.Proof, Did: view.Form.Did}
	if day != nil {
		cmd.PaidOn = *day
	}
	_, err := settling.PayOut(c.UserContext(), d.DB, settling.Deps{Programme: d.Programme}, cmd)
	return err
}

type wordsForm struct {
	Proof string `form:"proof"`
	Did   string `form:"did"`
}

// payoutsUpdate corrects what a payout says.
func payoutsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readPayouts(c, d)
		if err != nil {
			return err
		}
		var form wordsForm
		if err = web.Bind(c, &form); err == nil {
			var id ids.Payout
			if id.UnmarshalText([]byte(c.Params("payout"))) != nil {
				return fiber.ErrNotFound
			}
			err = settling.Tell(c.UserContext(), d.DB, settling.Telling{By: byOf(c), Payout: id, Proof: form.Proof, Did: form.Did})
		}
		if err != nil {
			return web.Invalid(c, "admin/payouts/index", view, err)
		}
		web.Done(c, "admin.payouts.index.corrected")
		return web.Redirect(c, address("causes", view.Cause.ID)+"/payouts")
	}
}

func readPayouts(c *fiber.Ctx, d web.Deps) (*payoutsIndexView, error) {
	id, err := pathID[ids.Cause](c)
	if err != nil {
		return nil, err
	}
	v, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	view := &payoutsIndexView{CanPay: may(c, managers()...)}
	if view.Cause, err = causes.Show(c.UserContext(), d.DB, id, causes.Languages(languagesOf(c, v))); err != nil {
		return nil, err
	}
	unpaid, err := donations.UnpaidByCause(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	view.Unpaid, view.Form.PaidOn = unpaid[id], v.Today(d.DB.Time()).Format(time.DateOnly)
	if view.Payouts, err = causes.Payouts(c.UserContext(), d.DB, id, afterID[ids.Payout](c)); err != nil {
		return nil, err
	}
	if n := len(view.Payouts); n == causes.PayoutPage {
		view.More = web.NextPart(c, view.Payouts[n-1].ID.String())
	}
	view.Title = web.Locale(c).T("admin.payouts.index.title", "Cause", view.Cause.Name)
	return view, nil
}
