package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/ids"
	"fealty/models/sessions"
	"fealty/models/staff"
	"fealty/views"
)

type teamShowView struct {
	web.Chrome
	Colleague colleague
	Factors   staff.Factors
	Sessions  []sessions.Session
	Role      roleForm
	// Until is when the invitation runs out.
	Until any
}

type roleForm struct {
	Role string `form:"role,max=40"`
}

// Roles are those of the same house.
func (v *teamShowView) Roles() []views.Option { return roleOptions(v.L, v.Colleague.Role.IsPartner()) }

func readTeammate(c *fiber.Ctx, d web.Deps) (*teamShowView, error) {
	id, err := pathID[ids.Staff](c)
	if err != nil {
		return nil, err
	}
	s, err := staff.Find(c.UserContext(), d.DB, id)
	if err != nil {
		return nil, err
	}
	view := &teamShowView{Role: roleForm{string(s.Role)}}
	view.Title = s.Name
	if view.Factors, err = staff.FactorsOf(c.UserContext(), d.DB, s); err != nil {
		return nil, err
	}
	if view.Sessions, err = sessions.ListOfStaff(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	places, err := placesOf(c, d)
	view.Colleague = colleague{Staff: s, Place: places[s.PartnerID], HasFactor: view.Factors.HasAny(), IsMe: id == web.StaffOf(c).ID}
	if s.InvitedAt != nil {
		view.Until = s.InvitedAt.Add(staff.InvitationLife)
	}
	return view, err
}

func teamShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readTeammate(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/team/show", view)
	}
}

// teamUpdate changes the role.
func teamUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readTeammate(c, d)
		if err != nil {
			return err
		}
		if err = web.Bind(c, &view.Role); err == nil {
			err = adjusting.ChangeRole(c.UserContext(), d.DB, whoOf(c), view.Colleague.ID, staff.Role(view.Role.Role))
		}
		if err != nil {
			return web.Invalid(c, "admin/team/show", view, err)
		}
		return backToTeammate(c, view.Colleague.ID, "admin.team.show.role_saved")
	}
}

func backToTeammate(c *fiber.Ctx, id ids.Staff, key string) error {
	web.Done(c, key)
	return web.Redirect(c, address("team", id))
}

// onTeammate is an act on the person in the address. What is refused is told on
// their page.
func onTeammate(d web.Deps, done string, act func(*fiber.Ctx, ids.Staff) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readTeammate(c, d)
		if err != nil {
			return err
		}
		if err := act(c, view.Colleague.ID); err != nil {
			return web.Invalid(c, "admin/team/show", view, err)
		}
		return backToTeammate(c, view.Colleague.ID, done)
	}
}

func resentCreate(d web.Deps) fiber.Handler {
	return onTeammate(d, "admin.team.show.resent", func(c *fiber.Ctx, id ids.Staff) error {
		return adjusting.ResendInvitation(c.UserContext(), d.DB, whoOf(c), id)
	})
}

func withdrawalsCreate(d web.Deps) fiber.Handler {
	return onTeammate(d, "admin.team.show.withdrawn", func(c *fiber.Ctx, id ids.Staff) error {
		return adjusting.WithdrawInvitation(c.UserContext(), d.DB, whoOf(c), id)
	})
}

func accountsCreate(d web.Deps, change adjusting.Account) fiber.Handler {
	return onTeammate(d, "admin.team.show.done", func(c *fiber.Ctx, id ids.Staff) error {
		return adjusting.SetAccount(c.UserContext(), d.DB, whoOf(c), id, change)
	})
}

// staffSignoutsCreate ends the session in the address, or all of them.
func staffSignoutsCreate(d web.Deps) fiber.Handler {
	return onTeammate(d, "admin.team.show.signed_out", func(c *fiber.Ctx, id ids.Staff) error {
		return adjusting.SignOutStaff(c.UserContext(), d.DB, whoOf(c), id, c.Params("session"))
	})
}
