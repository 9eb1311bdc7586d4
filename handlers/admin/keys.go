package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/apikeys"
	"fealty/models/ids"
)

type keysIndexView struct {
	web.Chrome
	Keys []apikeys.Key
	// Plain is a fresh key, shown this once.
	Plain string
}

func keysIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error { return showKeys(c, d, "") }
}

func showKeys(c *fiber.Ctx, d web.Deps, plain string) error {
	list, err := apikeys.List(c.UserContext(), d.DB)
	if err != nil {
		return err
	}
	return web.Render(c, "admin/keys/index", &keysIndexView{Keys: list, Plain: plain})
}

type keyForm struct {
	Name string `form:"name,max=80"`
}

type keysNewView struct {
	web.Chrome
	Form keyForm
}

func keysNew() fiber.Handler {
	return func(c *fiber.Ctx) error { return web.Render(c, "admin/keys/new", &keysNewView{}) }
}

// keysCreate makes a key and shows it; no other page does.
func keysCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &keysNewView{}
		err := web.Bind(c, &view.Form)
		var plain string
		if err == nil {
			plain, err = adjusting.CreateKey(c.UserContext(), d.DB, whoOf(c), view.Form.Name)
		}
		if err != nil {
			return web.Invalid(c, "admin/keys/new", view, err)
		}
		c.Set(fiber.HeaderCacheControl, "no-store")
		return showKeys(c, d, plain)
	}
}

func revocationsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.APIKey](c)
		if err != nil {
			return err
		}
		if err := adjusting.RevokeKey(c.UserContext(), d.DB, whoOf(c), id); err != nil {
			return err
		}
		web.Done(c, "admin.keys.index.revoked")
		return web.Redirect(c, "/admin/keys")
	}
}
