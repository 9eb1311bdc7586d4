package ops

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/db"
)

// patience is how long a probe waits for the database.
const patience = 2 * time.Second

// live answers while the process runs: only a restart mends what fails here.
func live(c *fiber.Ctx) error { return c.SendString("alive\n") }

// ready answers 200 when visitors may be sent here: the database is there and has this program's schema.
func ready(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), patience)
		defer cancel()
		word, ok := readiness(ctx, d.DB)
		if !ok {
			c.Set(fiber.HeaderRetryAfter, "2")
			c.Status(fiber.StatusServiceUnavailable)
		}
		return c.SendString(word + "\n")
	}
}

// readiness says in a word what is missing; the reasons are in the log and in `fealty doctor`, not in public.
func readiness(ctx context.Context, d *db.DB) (word string, ok bool) {
	if err := d.Ping(ctx); err != nil {
		return "no database", false
	}
	pending, err := db.Pending(ctx, d)
	switch {
	case err != nil:
		return "no schema", false
	case pending > 0:
		return "migrations are missing", false
	}
	return "ready", true
}
