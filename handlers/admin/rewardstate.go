package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/ids"
)

// ways are the addresses that bring a reward into each state.
var ways = map[catalogue.State]string{catalogue.Live: "/publish", catalogue.Paused: "/pause", catalogue.Archived: "/archive"}

// rewardStatesCreate publishes, pauses or archives, with the way back beside
// the message.
func rewardStatesCreate(d web.Deps, state catalogue.State) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		before, err := catalogue.Find(c.UserContext(), d.DB, id)
		if err != nil {
			return err
		}
		if err := adjusting.SetRewardState(c.UserContext(), d.DB, whoOf(c), id, state); err != nil {
			return err
		}
		flash := web.Flash{Text: web.Locale(c).T("admin.rewards.edit.now." + string(state))}
		if way := ways[before.State]; way != "" && before.State != state {
			flash.Action = address("rewards", id) + way
		}
		web.Say(c, flash)
		return web.Redirect(c, address("rewards", id)+"/edit")
	}
}

// rewardDuplicatesCreate makes a draft with the same words and figures.
func rewardDuplicatesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		r, err := catalogue.Find(c.UserContext(), d.DB, id)
		if err != nil {
			return err
		}
		texts, err := catalogue.Texts(c.UserContext(), d.DB, id)
		if err != nil {
			return err
		}
		r.ID, r.State = ids.Reward{}, catalogue.Draft
		copied, err := adjusting.SaveReward(c.UserContext(), d.DB, deps(d), adjusting.RewardChange{By: whoOf(c), Reward: r, Texts: texts})
		if err != nil {
			return err
		}
		web.Done(c, "admin.rewards.edit.duplicated")
		return web.Redirect(c, address("rewards", copied)+"/edit")
	}
}
