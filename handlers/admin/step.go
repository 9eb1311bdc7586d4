package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/arranging"
	"fealty/models/club"
)

// The steps of the first-run guide.
const (
	stepName    = "name"
	stepEarn    = "earn"
	stepRewards = "rewards"
	stepTiers   = "tiers"
	stepTeam    = "team"
	stepOpen    = "open"
)

// steps lists them in order.
func steps() []string {
	return []string{stepName, stepEarn, stepRewards, stepTiers, stepTeam, stepOpen}
}

// finishStep marks a step of the guide as done, while the club isn't open.
func finishStep(c *fiber.Ctx, d web.Deps, step string) error {
	if web.ClubOf(c).IsOpen() {
		return nil
	}
	return arranging.Change(c.UserContext(), d.DB, d.Club, actOf(c, "club.setup"), func(s *club.Settings) error {
		s.Finish(step)
		return nil
	})
}

// backFrom is where a saved editor leads: to the guide while it isn't done.
func backFrom(c *fiber.Ctx, usual string) string {
	if web.ClubOf(c).IsOpen() || !may(c, web.Office("setup")...) {
		return usual
	}
	return "/admin/setup"
}
