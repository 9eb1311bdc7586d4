package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/redeeming"
)

// waitsCreate asks to be told when a sold-out reward is back, or not any more.
func waitsCreate(d web.Deps, isWaiting bool) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		var none struct{}
		if err := web.Bind(c, &none); err != nil {
			return err
		}
		wish := redeeming.Waiting{Member: web.MemberOf(c).ID, Reward: id, IsOn: isWaiting}
		if err := redeeming.Wait(c.UserContext(), d.DB, wish); err != nil {
			return err
		}
		key := "member.rewards.show.wait.done"
		if !isWaiting {
			key = "member.rewards.show.wait.undone"
		}
		web.Done(c, key)
		return web.Redirect(c, "/rewards/"+id.String())
	}
}
