package admin

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/partners"
)

func rewardsNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		kind := catalogue.Kind(c.Query("kind"))
		if !slices.Contains(catalogue.Kinds(), kind) {
			return web.Render(c, "admin/kinds/index", &kindsIndexView{})
		}
		v, err := rewardEditor(c, d)
		if err != nil {
			return err
		}
		v.Form.fill(catalogue.Reward{Kind: kind, Places: placesFor(kind), Art: "cup", ValidDays: 30}, nil, v.version)
		v.weigh()
		return web.Render(c, "admin/rewards/new", v)
	}
}

// placesFor is where a voucher of a kind is mostly used.
func placesFor(kind catalogue.Kind) catalogue.Places {
	if kind == catalogue.AtPartner {
		return catalogue.ByPartner
	}
	return catalogue.Everywhere
}

func rewardsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := rewardEditor(c, d)
		if err != nil {
			return err
		}
		id, err := v.save(c, d)
		if err != nil {
			v.weigh()
			return web.Invalid(c, "admin/rewards/new", v, err)
		}
		v.say(c)
		return web.Redirect(c, address("rewards", id)+"/edit")
	}
}

func rewardsEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := editedReward(c, d)
		if err != nil {
			return err
		}
		if err := v.fill(c, d); err != nil {
			return err
		}
		if v.Able, err = insights.CountAble(c.UserContext(), d.DB, v.seen.Price); err != nil {
			return err
		}
		return web.Render(c, "admin/rewards/edit", v)
	}
}

func rewardsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := editedReward(c, d)
		if err != nil {
			return err
		}
		id, err := v.save(c, d)
		if err != nil {
			v.weigh()
			return web.Invalid(c, "admin/rewards/edit", v, err)
		}
		v.say(c)
		return web.Redirect(c, address("rewards", id)+"/edit")
	}
}

// rewardPreviewsCreate shows what the editor holds as members see it, and what
// it means in money. Nothing is kept.
func rewardPreviewsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := rewardEditor(c, d)
		if err != nil {
			return err
		}
		_ = web.Bind(c, &v.Form) // what can't be read is said when it is saved
		v.weigh()
		v.seen.PictureID = v.shownPicture(c, d)
		if v.Able, err = insights.CountAble(c.UserContext(), d.DB, v.seen.Price); err != nil {
			return err
		}
		v.Title = v.Name()
		return web.Render(c, "admin/rewards/new", v, "admin/rewards/_side")
	}
}

// shownPicture is the picture of the reward that is being edited; the address
// names it.
func (v *rewardsEditView) shownPicture(c *fiber.Ctx, d web.Deps) (none ids.Picture) {
	var id ids.Reward
	if id.UnmarshalText([]byte(c.Query("of"))) != nil {
		return none
	}
	r, err := catalogue.Find(c.UserContext(), d.DB, id)
	if err != nil {
		return none // a preview of a reward that is gone shows its drawing
	}
	v.Before = r
	return r.PictureID
}

// rewardEditor is the editor with what it offers to choose from.
func rewardEditor(c *fiber.Ctx, d web.Deps) (*rewardsEditView, error) {
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	list, err := partners.Choices(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	return &rewardsEditView{version: version, partners: list, Action: "/admin/rewards", lang: web.Locale(c).Lang, CanEdit: may(c, editors()...)}, nil
}

// editedReward is the editor of the reward in the address.
func editedReward(c *fiber.Ctx, d web.Deps) (*rewardsEditView, error) {
	id, err := pathID[ids.Reward](c)
	if err != nil {
		return nil, err
	}
	v, err := rewardEditor(c, d)
	if err != nil {
		return nil, err
	}
	if v.Before, err = catalogue.Find(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	v.Action = address("rewards", id)
	v.stock, err = catalogue.LoadStock(c.UserContext(), d.DB, id)
	return v, err
}

func (v *rewardsEditView) save(c *fiber.Ctx, d web.Deps) (ids.Reward, error) {
	if err := web.Bind(c, &v.Form); err != nil {
		return v.Before.ID, err
	}
	change, err := v.Form.read(v.Before, v.version)
	if err != nil {
		return v.Before.ID, err
	}
	change.By = whoOf(c)
	return adjusting.SaveReward(c.UserContext(), d.DB, deps(d), change)
}

func (v *rewardsEditView) say(c *fiber.Ctx) {
	if v.Form.Publish {
		web.Done(c, "admin.rewards.edit.published")
		return
	}
	web.Done(c, "admin.rewards.edit.saved")
}
