package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/vouchers"
)

// codesMost is how large an upload of codes may be, in bytes.
const codesMost = 1 << 20

type codesIndexView struct {
	web.Chrome
	Reward catalogue.Card
	Pool   vouchers.Pool
	Shared []vouchers.Shared
	Form   codesForm
	// Filled is what became of an upload; nil without one.
	Filled  *adjusting.Filled
	CanEdit bool
}

// codesForm holds the forms of the page: codes typed in, how many to make, and a
// new shared code.
type codesForm struct {
	Codes     string `form:"codes,max=60000"`
	Count     string `form:"count,max=10"`
	Code      string `form:"code,max=60"`
	Total     string `form:"total,max=20"`
	PerMember string `form:"per_member,max=10"`
	StartsOn  string `form:"starts_on,max=20"`
	EndsOn    string `form:"ends_on,max=20"`
}

// HasPool tells whether the reward's codes come from a pool.
func (v *codesIndexView) HasPool() bool { return v.Reward.Codes == catalogue.PoolCodes }

// MayHavePool tells whether it could have one.
func (v *codesIndexView) MayHavePool() bool { return v.Reward.Kind.Has(catalogue.PartPool) }

// Address is the page's own.
func (v *codesIndexView) Address() string { return address("rewards", v.Reward.ID) + "/codes" }

// Reason words why a line can't be used.
func (v *codesIndexView) Reason(bad adjusting.BadLine) string {
	return v.T("fault."+bad.Reason, "min", vouchers.MinForeign, "max", vouchers.MaxForeign)
}

func codesIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := codesOf(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/codes/index", v)
	}
}

func codesOf(c *fiber.Ctx, d web.Deps) (*codesIndexView, error) {
	id, err := pathID[ids.Reward](c)
	if err != nil {
		return nil, err
	}
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	v := &codesIndexView{CanEdit: may(c, editors()...), Form: codesForm{PerMember: "1"}}
	if v.Reward, err = catalogue.Show(c.UserContext(), d.DB, id, languagesOf(c, version)); err != nil {
		return nil, err
	}
	if v.Pool, err = vouchers.CountPool(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	v.Shared, err = vouchers.ListShared(c.UserContext(), d.DB, id)
	return v, err
}

// codesCreate puts codes into the pool, from a file or as they were typed. The
// answer tells line by line what could not be used.
func codesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := codesOf(c, d)
		if err != nil {
			return err
		}
		text, err := codesText(c, v)
		if err != nil {
			return web.Invalid(c, "admin/codes/index", v, err)
		}
		filled, err := adjusting.FillPool(c.UserContext(), d.DB, deps(d), adjusting.Filling{By: whoOf(c), Reward: v.Reward.ID, Text: text})
		if err != nil {
			return web.Invalid(c, "admin/codes/index", v, err)
		}
		if filled.BadCount == 0 {
			web.Done(c, "admin.codes.index.filled", "Number", filled.Added)
			return web.Redirect(c, v.Address())
		}
		if v, err = codesOf(c, d); err != nil {
			return err
		}
		v.Filled = &filled
		c.Status(fiber.StatusUnprocessableEntity)
		return web.Render(c, "admin/codes/index", v)
	}
}

func codesText(c *fiber.Ctx, v *codesIndexView) (string, error) {
	file, err := web.Upload(c, "file", codesMost)
	if err != nil {
		return "", err
	}
	if err := web.Bind(c, &v.Form); err != nil {
		return "", err
	}
	if file != nil {
		return string(file), nil
	}
	return v.Form.Codes, nil
}

// madecodesCreate draws codes of ours into the pool.
func madecodesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := codesOf(c, d)
		if err != nil {
			return err
		}
		if err := web.Bind(c, &v.Form); err != nil {
			return web.Invalid(c, "admin/codes/index", v, err)
		}
		in := reader{}
		n := in.number("count", v.Form.Count)
		if err := in.wrong.Err(); err != nil {
			return web.Invalid(c, "admin/codes/index", v, err)
		}
		if err := adjusting.MakeCodes(c.UserContext(), d.DB, deps(d), adjusting.Making{By: whoOf(c), Reward: v.Reward.ID, Count: n}); err != nil {
			return web.Invalid(c, "admin/codes/index", v, err)
		}
		web.Done(c, "admin.codes.index.filled", "Number", n)
		return web.Redirect(c, v.Address())
	}
}

// emptiedcodesCreate takes the free codes out of the pool.
func emptiedcodesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		n, err := adjusting.EmptyPool(c.UserContext(), d.DB, whoOf(c), id)
		if err != nil {
			return err
		}
		web.Done(c, "admin.codes.index.emptied", "Number", n)
		return web.Redirect(c, address("rewards", id)+"/codes")
	}
}

// sharedcodesCreate puts up a shared code.
func sharedcodesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := codesOf(c, d)
		if err != nil {
			return err
		}
		if err := web.Bind(c, &v.Form); err != nil {
			return web.Invalid(c, "admin/codes/index", v, err)
		}
		shared, err := v.Form.shared(v.Reward.ID)
		if err == nil {
			err = adjusting.SaveShared(c.UserContext(), d.DB, deps(d), whoOf(c), shared)
		}
		if err != nil {
			return web.Invalid(c, "admin/codes/index", v, err)
		}
		web.Done(c, "admin.codes.index.shared_done", "Code", shared.Code)
		return web.Redirect(c, v.Address())
	}
}

func (f codesForm) shared(reward ids.Reward) (vouchers.Shared, error) {
	in := reader{}
	s := vouchers.Shared{RewardID: reward, Code: f.Code, Total: in.maybe("total", f.Total), PerMember: small(in.number("per_member", f.PerMember)),
		StartsOn: in.day("starts_on", f.StartsOn), EndsOn: in.day("ends_on", f.EndsOn)}
	return s, in.wrong.Err()
}

// closedcodesCreate ends a shared code.
func closedcodesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		var shared ids.Shared
		if err := shared.UnmarshalText([]byte(c.Params("code"))); err != nil {
			return fiber.ErrNotFound
		}
		if err := adjusting.CloseShared(c.UserContext(), d.DB, whoOf(c), id, shared); err != nil {
			return err
		}
		web.Done(c, "admin.codes.index.closed")
		return web.Redirect(c, address("rewards", id)+"/codes")
	}
}
