package staffdoor

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/limits"
	"fealty/models/staff"
)

type lostForm struct {
	Email string `form:"email,max=254"`
}

type lostNewView struct {
	web.Chrome
	Form         lostForm
	Action, Back string
	// IsSent says that a link is on its way, if somebody works under the address.
	IsSent bool
}

func (a door) lostView() *lostNewView {
	view := &lostNewView{Action: a.area + "/lost", Back: a.area + "/signin"}
	view.Narrow = true
	return view
}

func (a door) lostNew(c *fiber.Ctx) error { return web.Render(c, "web/stafflost/new", a.lostView()) }

// lostCreate answers the same for every address, and as quickly: a job finds out
// whether anybody has it.
func (a door) lostCreate(c *fiber.Ctx) error {
	view := a.lostView()
	err := web.Bind(c, &view.Form)
	if err == nil {
		address, account := limits.AddressPrefix(c.IP()), staff.CleanEmail(view.Form.Email)
		err = limits.TakeAll(c.UserContext(), a.DB,
			limits.Use{Key: "lost:address:" + address, Limit: limits.Limit{Count: 20, Per: time.Hour}},
			limits.Use{Key: "lost:account:" + account, Limit: limits.Limit{Count: 5, Per: time.Hour}})
	}
	if err == nil {
		err = adjusting.AskForLink(c.UserContext(), a.DB, view.Form.Email)
	}
	if err != nil {
		return web.Invalid(c, "web/stafflost/new", view, err)
	}
	view.IsSent = true
	return web.Render(c, "web/stafflost/new", view)
}
