package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/limits"
	"fealty/models/members"
)

// takeCode counts a request for a code (R12): by address, wide enough for a shop
// where many share one; by contact from one address; and by contact from
// everywhere, wide enough that a stranger can hardly keep its owner out. All
// together are bounded by the minute: a flood from many addresses to many
// contacts sends no more letters than that.
func takeCode(c *fiber.Ctx, d web.Deps, contact string) error {
	address := limits.AddressPrefix(c.IP())
	uses := []limits.Use{
		{Key: "code:everybody", Limit: limits.Limit{Count: 1000, Per: time.Minute}},
		{Key: "code:address:" + address, Limit: limits.Limit{Count: 60, Per: time.Hour}},
	}
	v, err := inForce(c, d)
	if err != nil {
		return err
	}
	if known, err := members.NormaliseContact(contact, v.Document.Club.Country); err == nil {
		uses = append(uses,
			limits.Use{Key: "code:both:" + known.Value + " " + address, Limit: limits.Limit{Count: 6, Per: time.Hour}},
			limits.Use{Key: "code:contact:" + known.Value, Limit: limits.Limit{Count: 30, Per: time.Hour}})
	}
	return limits.TakeAll(c.UserContext(), d.DB, uses...)
}

// takeTry counts a code that was typed.
func takeTry(c *fiber.Ctx, d web.Deps) error {
	key := "try:address:" + limits.AddressPrefix(c.IP())
	return limits.Take(c.UserContext(), d.DB, key, limits.Limit{Count: 120, Per: time.Hour})
}
