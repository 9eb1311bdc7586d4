package admin

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/erasures"
	"fealty/handlers/takeout"
	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/erasing"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/vouchers"
	"fealty/views"
)

type erasureForm struct {
	Why  string `form:"why,max=20"`
	Sure bool   `form:"sure"`
}

type erasuresNewView struct {
	web.Chrome
	Member   members.Member
	Form     erasureForm
	Home     insights.Home
	Vouchers int
	Reasons  []views.Option
}

func erasureView(c *fiber.Ctx, d web.Deps) (*erasuresNewView, error) {
	person, _, err := readPerson(c, d)
	if err != nil {
		return nil, err
	}
	if !person.Member.IsActive() {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	v := &erasuresNewView{Member: person.Member, Home: person.Home}
	v.Title = web.Locale(c).T("admin.erasures.new.title_of", "Name", nameOf(v.Member))
	v.Reasons = options(web.Locale(c), "admin.erasures.new.why.", erasing.Reasons[:]...)
	open, err := vouchers.Open(c.UserContext(), d.DB, v.Member.ID)
	v.Vouchers = len(open)
	return v, err
}

func erasuresNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := erasureView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/erasures/new", v)
	}
}

// erasuresCreate forgets a member who asked the shop for it.
func erasuresCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := erasureView(c, d)
		if err != nil {
			return err
		}
		if err := v.read(c); err != nil {
			return web.Invalid(c, "admin/erasures/new", v, err)
		}
		cmd := erasing.Command{Member: v.Member.ID, Why: v.Form.Why, Who: whoActs(c)}
		if _, err := erasing.Erase(c.UserContext(), d.DB, erasing.Deps{Programme: d.Programme}, cmd); err != nil {
			return err
		}
		if err := erasures.Keep(c.UserContext(), d.DB, d.Config.DataDir); err != nil {
			d.Log.Warn("the list of erasures could not be written; it is tried again within a minute", "error", err)
		}
		web.Done(c, "admin.erasures.new.done")
		return web.Redirect(c, "/admin/members")
	}
}

func (v *erasuresNewView) read(c *fiber.Ctx) error {
	if err := web.Bind(c, &v.Form); err != nil {
		return err
	}
	var wrong fault.Fields
	if !slices.Contains(erasing.Reasons[:], v.Form.Why) {
		wrong.Add("why", "choice")
	}
	if !v.Form.Sure {
		wrong.Add("sure", "tick_needed")
	}
	return wrong.Err()
}

// memberExportsShow sends everything about a member, for one who asked the shop.
func memberExportsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Member](c)
		if err != nil {
			return err
		}
		if _, err := members.Find(c.UserContext(), d.DB, id); err != nil {
			return err
		}
		if err := adjusting.NoteExport(c.UserContext(), d.DB, whoOf(c), id); err != nil {
			return err
		}
		return takeout.Send(c, d, id)
	}
}

// memberSignoutsCreate signs a member out on every device.
func memberSignoutsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Member](c)
		if err != nil {
			return err
		}
		if _, err := members.Find(c.UserContext(), d.DB, id); err != nil {
			return err
		}
		if err := adjusting.SignOutMember(c.UserContext(), d.DB, whoOf(c), id); err != nil {
			return err
		}
		web.Done(c, "admin.members.show.signed_out")
		return web.Redirect(c, address("members", id)+"?show=consents")
	}
}
