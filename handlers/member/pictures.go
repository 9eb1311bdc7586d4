package member

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/pictures"
)

// picturesShow serves a reward's picture, to everybody: its name is random, and
// another picture has another name, so a browser may keep it for ever.
func picturesShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		name, ok := strings.CutSuffix(c.Params("name"), ".jpg")
		plain, isLarge := strings.CutSuffix(name, "-1280")
		plain, isSmall := strings.CutSuffix(plain, "-640")
		id, err := ids.Parse[struct{}](plain)
		if err != nil || !ok || isLarge == isSmall {
			return fault.New(fault.NotFound, "not_found")
		}
		body, err := pictures.Body(c.UserContext(), d.DB, ids.Picture(id), isLarge)
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, "image/jpeg")
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
		return c.Send(body)
	}
}
