package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/partners"
)

func rewardsNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := rewardEditor(c, d)
		if err != nil {
			return err
		}
		v.Form.fill(catalogue.Reward{Kind: catalogue.Product, Places: catalogue.Everywhere, Art: "cup", ValidDays: 30}, nil, v.version.Currency())
		v.weigh()
		return web.Render(c, "admin/rewards/new", v)
	}
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
		texts, err := catalogue.Texts(c.UserContext(), d.DB, v.Before.ID)
		if err != nil {
			return err
		}
		v.Form.fill(v.Before, texts, v.version.Currency())
		v.Form.fillStock(v.stock)
		v.weigh()
		v.Title = v.Name()
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
		v.Title = v.Name()
		return web.Render(c, "admin/rewards/new", v, "admin/rewards/_side")
	}
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
	change, err := v.Form.read(v.Before, v.version.Currency(), v.version.Document.Club.Languages)
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
