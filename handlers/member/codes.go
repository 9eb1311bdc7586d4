package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/limits"
	"fealty/models/redeeming"
)

// codeTries is how often a member may try a code in an hour.
const codeTries = 20

type codesNewView struct {
	web.Chrome
	Form sharedForm
}

type sharedForm struct {
	Code string `form:"code,max=64"`
}

// codesNew asks for a code that the shop has spread.
func codesNew() fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := &codesNewView{}
		v.Narrow = true
		return web.Render(c, "member/codes/new", v)
	}
}

// codesCreate gives what a shared code stands for.
func codesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := &codesNewView{}
		v.Narrow = true
		key, err := web.Key(c)
		if err != nil {
			return err
		}
		if err := web.Bind(c, &v.Form); err != nil {
			return web.Invalid(c, "member/codes/new", v, err)
		}
		if err := limits.Take(c.UserContext(), d.DB, "code:"+web.MemberOf(c).ID.String(), limits.Limit{Count: codeTries, Per: time.Hour}); err != nil {
			return err
		}
		receipt, err := redeeming.TakeShared(c.UserContext(), d.DB, redeemingDeps(d),
			redeeming.Sharing{Member: web.MemberOf(c).ID, Code: v.Form.Code, Key: key})
		if err != nil {
			return refuseCode(c, d, v, err)
		}
		return web.Redirect(c, "/vouchers/"+receipt.Voucher.String())
	}
}

// refuseCode draws the form again with a fresh key: a refusal is kept under the
// one that was sent.
func refuseCode(c *fiber.Ctx, d web.Deps, v *codesNewView, cause error) error {
	var err error
	if v.Key, err = freshKey(d); err != nil {
		return err
	}
	return web.Invalid(c, "member/codes/new", v, cause)
}
