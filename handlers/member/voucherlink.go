package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/staff"
	"fealty/models/vouchers"
)

type voucherlinkShowView struct {
	web.Chrome
}

// voucherlinkShow is what a voucher's QR opens. Opening it uses nothing: the
// owner gets the voucher, a partner's people their page with the code looked up
// and one button to use it, and anybody else only hears where to show it.
func voucherlinkShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := &voucherlinkShowView{Chrome: web.Chrome{Narrow: true}}
		code, err := vouchers.ParseCode(c.Params("code"))
		if err != nil {
			return web.Render(c, "member/voucherlink/show", v)
		}
		if isAtTill(c) {
			return web.Redirect(c, "/till?code="+code.String())
		}
		who := web.Who(c)
		if !who.Member.IsZero() {
			found, err := vouchers.FindByCode(c.UserContext(), d.DB, d.Keyring.Key(code))
			if err == nil && found.MemberID == who.Member {
				return web.Redirect(c, "/vouchers/"+found.ID.String())
			}
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
		}
		check, err := checkPath(c, d, code)
		if err != nil {
			return err
		}
		if check != "" {
			return web.Redirect(c, check)
		}
		return web.Render(c, "member/voucherlink/show", v)
	}
}

// checkPath leads a partner's people to their check with the code filled in.
func checkPath(c *fiber.Ctx, d web.Deps, code vouchers.Code) (string, error) {
	who := web.Who(c)
	if who.StaffID.IsZero() {
		return "", nil
	}
	s, err := staff.Find(c.UserContext(), d.DB, who.StaffID)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	if err != nil || !s.IsEnabled() || !s.Role.IsPartner() {
		return "", err
	}
	return "/partner?code=" + code.String(), nil
}
