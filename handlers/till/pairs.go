package till

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/limits"
	"fealty/models/shops"
)

type pairForm struct {
	Code string `form:"code,max=20"`
}

type pairsNewView struct {
	web.Chrome
	Form pairForm
}

// pairsNew asks for the code that the admin shows; with ?code= it stands there
// already, and only pressing the button uses it.
func (t till) pairsNew(c *fiber.Ctx) error {
	if !web.StandOf(c).ID.IsZero() {
		return web.Redirect(c, "/till")
	}
	view := &pairsNewView{Chrome: web.Chrome{Narrow: true, Layout: "plain"}}
	if err := web.BindQuery(c, &view.Form); err != nil {
		view.Form.Code = ""
	}
	return web.Render(c, "till/pairs/new", view)
}

// pairsCreate makes this browser the till that the code is for.
func (t till) pairsCreate(c *fiber.Ctx) error {
	view := &pairsNewView{Chrome: web.Chrome{Narrow: true, Layout: "plain"}}
	err := web.Bind(c, &view.Form)
	address := limits.AddressPrefix(c.IP())
	if err == nil {
		err = limits.TakeAll(c.UserContext(), t.DB,
			limits.Use{Key: "pair:address:" + address, Limit: limits.Limit{Count: 10, Per: 10 * time.Minute}},
			limits.Use{Key: "pair:all:", Limit: limits.Limit{Count: 200, Per: 10 * time.Minute}})
	}
	secret := ""
	if err == nil {
		secret, err = shops.NewSecret(t.DB.Random)
	}
	if err == nil {
		_, err = adjusting.PairDevice(c.UserContext(), t.DB, adjusting.Pairing{By: adjusting.Who{Role: "till", Address: address, RequestID: web.RequestID(c)},
			Key: t.Config.Key("till.pair"), Code: view.Form.Code, Secret: secret})
	}
	if err != nil {
		return web.Invalid(c, "till/pairs/new", view, err)
	}
	web.KeepTill(c, secret)
	web.Done(c, "till.pairs.new.done")
	return web.Redirect(c, "/till/unlock")
}
