package partner

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/redeeming"
)

type usesIndexView struct {
	web.Chrome
	Uses []redeeming.PartnerUse
}

// usesIndex lists all that was used at the partner, the newest first.
func (d desk) usesIndex(c *fiber.Ctx) error {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return err
	}
	at := at(c, v)
	view := &usesIndexView{}
	view.Uses, err = redeeming.UsesOf(c.UserContext(), d.DB, redeeming.Uses{Partner: at.Partner, After: useID(web.After(c))}, at.Languages)
	if err != nil {
		return err
	}
	if n := len(view.Uses); n == redeeming.UsesPage {
		view.More = web.NextPart(c, view.Uses[n-1].ID.String())
	}
	return web.Render(c, "partner/uses/index", view, "partner/uses/_list")
}

// undoCreate takes a use back; the voucher is good again.
func (d desk) undoCreate(c *fiber.Ctx) error {
	id := useID(c.Params("id"))
	var none struct{}
	if err := web.Bind(c, &none); err != nil {
		return err
	}
	key, err := web.Key(c)
	if err != nil {
		return err
	}
	_, err = redeeming.UndoUse(c.UserContext(), d.DB, redeeming.Undo{Use: id, By: who(c), Key: key})
	if fault.KindOf(err) == fault.Refused {
		return d.tooLate(c, err)
	}
	if err != nil {
		return err
	}
	return web.Redirect(c, "/partner?use="+id.String())
}

// tooLate shows the use as it stands, with the reason.
func (d desk) tooLate(c *fiber.Ctx, cause error) error {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return err
	}
	view := &checksNewView{}
	if view.Verdict, err = d.served(c, v, useID(c.Params("id"))); err != nil {
		return err
	}
	if view.Key, err = d.freshKey(); err != nil {
		return err
	}
	if err := d.gather(c, v, view); err != nil {
		return err
	}
	return web.Invalid(c, checksPage, view, cause)
}
