package partner

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/staff"
	"fealty/views"
)

type teamForm struct {
	Name     string `form:"name"`
	Email    string `form:"email"`
	Language string `form:"language,max=10"`
}

type teamIndexView struct {
	web.Chrome
	Form   teamForm
	People []staff.Staff
	// Link is a fresh link to choose a password, shown this once; For is whose.
	Link, For string
}

// Languages are those that the club speaks.
func (v *teamIndexView) Languages() []views.Option {
	var list []views.Option
	for _, lang := range v.Club.Languages {
		list = append(list, views.Option{Value: lang.Code, Label: lang.Name})
	}
	return list
}

// teamIndex lists the partner's people.
func (d desk) teamIndex(c *fiber.Ctx) error {
	view, err := d.readTeam(c)
	if err != nil {
		return err
	}
	return web.Render(c, "partner/team/index", view)
}

func (d desk) readTeam(c *fiber.Ctx) (*teamIndexView, error) {
	people, err := staff.OfPartner(c.UserContext(), d.DB, web.StaffOf(c).PartnerID)
	return &teamIndexView{People: people, Form: teamForm{Language: web.Locale(c).Lang}}, err
}

func clerkBy(c *fiber.Ctx) adjusting.Who {
	b := by(c)
	return adjusting.Who{Staff: b.Staff, Role: b.Role, Address: b.Address, RequestID: b.RequestID}
}

// teamCreate adds somebody for the counter and shows their link, once.
func (d desk) teamCreate(c *fiber.Ctx) error {
	view, err := d.readTeam(c)
	if err != nil {
		return err
	}
	var s staff.Staff
	if err = web.Bind(c, &view.Form); err == nil {
		s, err = adjusting.Invite(c.UserContext(), d.DB, clerkBy(c), staff.Staff{Email: view.Form.Email, Name: view.Form.Name, Role: staff.PartnerClerk,
			PartnerID: web.StaffOf(c).PartnerID, Language: web.OneOf(view.Form.Language, views.Languages...)})
	}
	if err != nil {
		return web.Invalid(c, "partner/team/index", view, err)
	}
	return d.showLink(c, s)
}

// showLink answers with the page and the link on it; no other page shows it.
func (d desk) showLink(c *fiber.Ctx, s staff.Staff) error {
	view, err := d.readTeam(c)
	if err != nil {
		return err
	}
	token := d.StaffLinks.Token(s, d.DB.Time().Add(staff.InvitationLife))
	view.For, view.Link = s.Email, d.Config.URL("/partner/password/"+s.ID.String()+"/"+token)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return web.Render(c, "partner/team/index", view)
}

// clerk is the one of the partner's counter people in the address; nobody else's,
// and no manager.
func (d desk) clerk(c *fiber.Ctx) (staff.Staff, error) {
	people, err := staff.OfPartner(c.UserContext(), d.DB, web.StaffOf(c).PartnerID)
	for _, s := range people {
		if s.ID.String() == c.Params("id") && s.Role == staff.PartnerClerk {
			return s, nil
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "not_found")
	}
	return staff.Staff{}, err
}

// teamLinksCreate makes a new link for somebody who has lost their password.
func (d desk) teamLinksCreate(c *fiber.Ctx) error {
	s, err := d.clerk(c)
	if err != nil {
		return err
	}
	if !s.IsEnabled() {
		return fault.New(fault.NotFound, "not_found")
	}
	if err := adjusting.NoteLink(c.UserContext(), d.DB, clerkBy(c), s.ID); err != nil {
		return err
	}
	return d.showLink(c, s)
}

// teamStatesCreate shuts somebody's account, or opens it again.
func (d desk) teamStatesCreate(change adjusting.Account, said string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		s, err := d.clerk(c)
		if err != nil {
			return err
		}
		if err := adjusting.SetAccount(c.UserContext(), d.DB, clerkBy(c), s.ID, change); err != nil {
			return err
		}
		web.Done(c, said, "Name", s.Name)
		return web.Redirect(c, "/partner/team")
	}
}
