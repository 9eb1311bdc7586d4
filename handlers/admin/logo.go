package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/arranging"
	"fealty/models/fault"
	"fealty/models/pictures"
)

// logosCreate makes an uploaded picture the club's mark, or takes the mark away.
func logosCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := brandView(c, d)
		if err != nil {
			return err
		}
		file, err := web.Upload(c, "logo", pictures.MaxBytes)
		var typed web.Typed
		if err == nil {
			typed, err = web.BindNamed(c, "remove")
		}
		if err == nil && file == nil && !typed.Ticked("remove") {
			var wrong fault.Fields
			wrong.Add("logo", "required")
			err = wrong.Err()
		}
		if err == nil {
			if typed.Ticked("remove") {
				file = nil
			}
			err = arranging.SetLogo(c.UserContext(), d.DB, d.Club, actOf(c, "club.brand"), file)
		}
		if err != nil {
			return web.Invalid(c, "admin/brand/edit", v, err)
		}
		web.Done(c, "admin.brand.edit.saved")
		return web.Redirect(c, "/admin/brand")
	}
}
