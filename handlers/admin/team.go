package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/staff"
	"fealty/views"
)

type teamIndexView struct {
	web.Chrome
	// Ours work in the shop, Theirs at its partners.
	Ours, Theirs []colleague
}

// colleague is one of the staff as the team's list shows them.
type colleague struct {
	staff.Staff
	Place string
	// HasFactor says that a second step is set up.
	HasFactor, IsMe bool
}

// State is "invited", "withdrawn", "disabled", "unsafe" (a second step is missing
// that the role needs) or "active".
func (p colleague) State() string {
	switch {
	case !p.HasPassword() && p.IsEnabled():
		return "invited"
	case !p.HasPassword():
		return "withdrawn"
	case !p.IsEnabled():
		return "disabled"
	case p.Role.NeedsTOTP() && !p.HasFactor:
		return "unsafe"
	}
	return "active"
}

func teamIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		all, err := staff.List(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		keys, err := staff.WithPasskeys(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		places, err := placesOf(c, d)
		if err != nil {
			return err
		}
		view := &teamIndexView{}
		for _, s := range all {
			one := colleague{Staff: s, Place: places[s.PartnerID], HasFactor: s.HasTOTP() || keys[s.ID], IsMe: s.ID == web.StaffOf(c).ID}
			if s.Role.IsPartner() {
				view.Theirs = append(view.Theirs, one)
				continue
			}
			view.Ours = append(view.Ours, one)
		}
		return web.Render(c, "admin/team/index", view)
	}
}

// placesOf names the partners.
func placesOf(c *fiber.Ctx, d web.Deps) (map[ids.Partner]string, error) {
	list, err := partners.List(c.UserContext(), d.DB, ids.Partner{})
	names := make(map[ids.Partner]string, len(list))
	for _, p := range list {
		names[p.ID] = p.Name
	}
	return names, err
}

type teamForm struct {
	Name     string `form:"name,max=80"`
	Email    string `form:"email,max=254"`
	Role     string `form:"role,max=40"`
	Language string `form:"language,max=10"`
}

type teamNewView struct {
	web.Chrome
	Form teamForm
}

// Roles are those of the shop, the least trusted first.
func (v *teamNewView) Roles() []views.Option { return roleOptions(v.L, false) }

// Languages are those that the club speaks.
func (v *teamNewView) Languages() []views.Option {
	var list []views.Option
	for _, lang := range v.Club.Languages {
		list = append(list, views.Option{Value: lang.Code, Label: lang.Name})
	}
	return list
}

// roleOptions are the roles of one house, the least trusted first.
func roleOptions(l *views.Locale, isPartner bool) []views.Option {
	var values []string
	for _, role := range staff.Roles {
		if role.IsPartner() == isPartner {
			values = append([]string{string(role)}, values...)
		}
	}
	return options(l, "web.role.", values...)
}

func teamNew(web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &teamNewView{Form: teamForm{Role: string(staff.Clerk), Language: web.ClubOf(c).Languages[0]}}
		return web.Render(c, "admin/team/new", view)
	}
}

// teamCreate invites somebody by mail.
func teamCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &teamNewView{}
		err := web.Bind(c, &view.Form)
		if err == nil {
			s := staff.Staff{Email: view.Form.Email, Name: view.Form.Name, Role: staff.Role(view.Form.Role),
				Language: web.OneOf(view.Form.Language, web.ClubOf(c).Languages...)}
			_, err = adjusting.InviteByMail(c.UserContext(), d.DB, whoOf(c), s)
		}
		if err != nil {
			return web.Invalid(c, "admin/team/new", view, err)
		}
		web.Done(c, "admin.team.new.sent", "Email", view.Form.Email)
		return web.Redirect(c, "/admin/team")
	}
}
