package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/redeeming"
)

func redeemingDeps(d web.Deps) redeeming.Deps {
	return redeeming.Deps{Programme: d.Programme, Keys: d.Keyring}
}

// redemptionsCreate turns points into a voucher. The same form sent twice leads
// to the same voucher.
func redemptionsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		var form addressForm
		if err := web.Bind(c, &form); err != nil {
			return refuseRedemption(c, d, form, err)
		}
		key, err := web.Key(c)
		if err != nil {
			return err
		}
		if err := proveIfLarge(c, d, id); err != nil {
			return err
		}
		receipt, err := redeeming.Redeem(c.UserContext(), d.DB, redeemingDeps(d),
			redeeming.Redemption{Member: web.MemberOf(c).ID, Reward: id, Key: key, Address: form.address()})
		if err != nil {
			return refuseRedemption(c, d, form, err)
		}
		return web.Redirect(c, "/vouchers/"+receipt.Voucher.String())
	}
}

// proveIfLarge asks for a fresh code before a redemption of as many points as the
// programme says (R11). A reward that isn't there is left for the redemption to
// tell.
func proveIfLarge(c *fiber.Ctx, d web.Deps, id ids.Reward) error {
	v, err := inForce(c, d)
	if err != nil {
		return err
	}
	from := v.Document.Spending.ProveFrom
	if from == 0 || web.IsFresh(c) {
		return nil
	}
	reward, err := catalogue.Find(c.UserContext(), d.DB, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return web.NeedProofIf(c, reward.Price >= from)
}

// refuseRedemption draws the box again, with the sums as they are now and the
// address as it was typed.
func refuseRedemption(c *fiber.Ctx, d web.Deps, form addressForm, cause error) error {
	isOfTheForm := fault.Is(cause, "address_needed") || len(fault.Of(cause).Fields) > 0
	if !isOfTheForm {
		return web.Refuse(c, cause, "/rewards/"+c.Params("id"))
	}
	v, err := readReward(c, d)
	if err != nil {
		return err
	}
	if form.address() != nil {
		v.Form = form
	}
	if v.Key, err = freshKey(d); err != nil {
		return err
	}
	return web.Invalid(c, "member/rewards/show", v, cause, "member/rewards/_box")
}

// plainKey reads a form that has nothing but its key: any other field is refused.
func plainKey(c *fiber.Ctx) (string, error) {
	var none struct{}
	if err := web.Bind(c, &none); err != nil {
		return "", err
	}
	return web.Key(c)
}
