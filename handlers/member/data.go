package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/erasures"
	"fealty/handlers/takeout"
	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/erasing"
	"fealty/models/fault"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/limits"
	"fealty/models/vouchers"
)

// dataRoutes are where members take their data along, and go.
func dataRoutes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/me/data", Access: web.Member(), Handler: dataIndex(d)},
		{Method: "POST", Path: "/me/fields", Access: web.Member(), Handler: ownFieldsUpdate(d)},
		{Method: "GET", Path: "/me/data/export.zip", Access: web.Member(), Handler: exportsShow(d)},
		{Method: "GET", Path: "/me/data/erasures/new", Access: web.Member(), StepUp: true, Handler: erasuresNew(d)},
		{Method: "POST", Path: "/me/data/erasures", Access: web.Member(), StepUp: true, Handler: erasuresCreate(d)},
	}
}

type dataIndexView struct{ web.Chrome }

func dataIndex(web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := &dataIndexView{}
		v.Narrow = true
		return web.Render(c, "member/data/index", v)
	}
}

// exportsShow sends everything there is about the member.
func exportsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		m := web.MemberOf(c)
		if err := limits.Take(c.UserContext(), d.DB, "export:member:"+m.ID.String(), limits.Limit{Count: 20, Per: time.Hour}); err != nil {
			return err
		}
		return takeout.Send(c, d, m.ID)
	}
}

type erasureForm struct {
	Sure bool `form:"sure"`
}

type erasuresNewView struct {
	web.Chrome
	Form     erasureForm
	Home     insights.Home
	TierName string
	// Vouchers are those that could still be used.
	Vouchers int
}

func erasureView(c *fiber.Ctx, d web.Deps) (*erasuresNewView, error) {
	v, home, err := readHolder(c, d)
	if err != nil {
		return nil, err
	}
	view := &erasuresNewView{Home: home, TierName: v.Words(web.Locale(c).Lang).Tiers[home.Standing.Tier].Name}
	view.Narrow = true
	open, err := vouchers.Open(c.UserContext(), d.DB, web.MemberOf(c).ID)
	view.Vouchers = len(open)
	return view, err
}

func erasuresNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := erasureView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "member/data/new", view)
	}
}

// erasuresCreate forgets the member at once and for good.
func erasuresCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := erasureView(c, d)
		if err != nil {
			return err
		}
		if err := readSure(c, &view.Form); err != nil {
			return web.Invalid(c, "member/data/new", view, err)
		}
		m := web.MemberOf(c)
		who := audit.Act{Actor: ledger.ByMember, ActorID: audit.On(m.ID), RequestID: web.RequestID(c)}
		cmd := erasing.Command{Member: m.ID, Why: erasing.Self, Who: who}
		if _, err := erasing.Erase(c.UserContext(), d.DB, erasing.Deps{Programme: d.Programme}, cmd); err != nil {
			return err
		}
		if err := erasures.Keep(c.UserContext(), d.DB, d.Config.DataDir); err != nil {
			d.Log.Warn("the list of erasures could not be written; it is tried again within a minute", "error", err)
		}
		if err := web.SignOut(c); err != nil {
			return err
		}
		web.Done(c, "member.data.new.done")
		return web.Redirect(c, "/")
	}
}

func readSure(c *fiber.Ctx, form *erasureForm) error {
	if err := web.Bind(c, form); err != nil {
		return err
	}
	var wrong fault.Fields
	if !form.Sure {
		wrong.Add("sure", "tick_needed")
	}
	return wrong.Err()
}
