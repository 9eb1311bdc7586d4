package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/statement"
	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/models/staff"
	"fealty/views"
)

type partnersShowView struct {
	web.Chrome
	Form    partnerForm
	Invite  inviteForm
	Partner partners.Partner
	Offers  []catalogue.Card
	People  []staff.Staff
	Month   redeeming.PartnerSum
	// Months are those with uses, the latest first; Requests what the partner asks.
	Months   []insights.MonthDue
	Requests []insights.OfferAsk
	CanEdit  bool
	// Link is a fresh link to choose a password, shown this once; For is whose.
	Link, For string
}

// inviteForm adds somebody of the partner's. Its fields have names of their own,
// since the page holds the partner's too.
type inviteForm struct {
	Name     string `form:"staff_name"`
	Email    string `form:"staff_email"`
	Role     string `form:"role,max=40"`
	Language string `form:"language,max=10"`
}

// States are whether the offers are shown.
func (v *partnersShowView) States() []views.Option {
	return options(v.L, "admin.partners.state.", "active", "paused", "archived")
}

// Roles are those of a partner's people.
func (v *partnersShowView) Roles() []views.Option {
	return options(v.L, "admin.role.", string(staff.PartnerClerk), string(staff.PartnerManager))
}

// Languages are those that the club speaks.
func (v *partnersShowView) Languages() []views.Option {
	var list []views.Option
	for _, lang := range v.Club.Languages {
		list = append(list, views.Option{Value: lang.Code, Label: lang.Name})
	}
	return list
}

func partnersShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readPartner(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/partners/show", v)
	}
}

func partnersUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readPartner(c, d)
		if err != nil {
			return err
		}
		if err = web.Bind(c, &v.Form); err == nil {
			_, err = adjusting.SavePartner(c.UserContext(), d.DB, whoOf(c), v.Form.partner(v.Partner.ID))
		}
		if err != nil {
			return web.Invalid(c, "admin/partners/show", v, err)
		}
		web.Done(c, "admin.partners.show.saved")
		return web.Redirect(c, address("partners", v.Partner.ID))
	}
}

// invitationsCreate adds somebody of the partner's and shows their link, once.
func invitationsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readPartner(c, d)
		if err != nil {
			return err
		}
		var s staff.Staff
		if err = web.Bind(c, &v.Invite); err == nil {
			s = staff.Staff{Email: v.Invite.Email, Name: v.Invite.Name, Role: staff.Role(v.Invite.Role), PartnerID: v.Partner.ID,
				Language: web.OneOf(v.Invite.Language, views.Languages...)}
			if !s.Role.IsPartner() {
				s.Role = staff.PartnerClerk
			}
			s, err = adjusting.Invite(c.UserContext(), d.DB, whoOf(c), s)
		}
		if err != nil {
			return web.Invalid(c, "admin/partners/show", v, onInviteFields(err))
		}
		if v, err = readPartner(c, d); err != nil {
			return err
		}
		return v.showLink(c, d, s)
	}
}

// onInviteFields names faults as this page's fields are called.
func onInviteFields(err error) error {
	names := map[string]string{"email": "staff_email", "name": "staff_name"}
	return renamed(err, names)
}

// linksCreate makes a new link for one of the partner's people who has lost
// their password.
func linksCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readPartner(c, d)
		if err != nil {
			return err
		}
		for _, s := range v.People {
			if s.ID.String() != c.Params("staff") || !s.IsEnabled() {
				continue
			}
			if err := adjusting.NoteLink(c.UserContext(), d.DB, whoOf(c), s.ID); err != nil {
				return err
			}
			return v.showLink(c, d, s)
		}
		return fault.New(fault.NotFound, "not_found")
	}
}

// showLink answers with the page and the link on it; no other page shows it.
func (v *partnersShowView) showLink(c *fiber.Ctx, d web.Deps, s staff.Staff) error {
	token := d.StaffLinks.Token(s, d.DB.Time().Add(staff.InvitationLife))
	v.For, v.Link = s.Email, d.Config.URL("/partner/password/"+s.ID.String()+"/"+token)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return web.Render(c, "admin/partners/show", v)
}

// readPartner reads the page of the partner in the address.
func readPartner(c *fiber.Ctx, d web.Deps) (*partnersShowView, error) {
	id, err := pathID[ids.Partner](c)
	if err != nil {
		return nil, err
	}
	v := &partnersShowView{CanEdit: may(c, managers()...)}
	if v.Partner, err = partners.Find(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	p := v.Partner
	v.Title, v.Form = p.Name, partnerForm{Name: p.Name, About: p.About, Email: p.Email, State: string(p.State)}
	v.Invite = inviteForm{Role: string(staff.PartnerClerk), Language: web.Locale(c).Lang}
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	if v.Offers, err = catalogue.List(c.UserContext(), d.DB, languagesOf(c, version), catalogue.Filter{Partner: id}); err != nil {
		return nil, err
	}
	if v.People, err = staff.OfPartner(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	if v.Month, err = redeeming.SumOf(c.UserContext(), d.DB, id, monthStart(version, d.DB.Time())); err != nil {
		return nil, err
	}
	return v, v.readBooks(c, d, version)
}

// readBooks reads the partner's months and requests.
func (v *partnersShowView) readBooks(c *fiber.Ctx, d web.Deps, version *programme.Version) (err error) {
	if v.Months, err = insights.MonthsDue(c.UserContext(), d.DB, v.Partner.ID, version.Zone()); err != nil {
		return err
	}
	v.Requests, err = insights.Requests(c.UserContext(), d.DB, atPartner(c, version, v.Partner.ID))
	return err
}

// Address is the statement of a month.
func (v *partnersShowView) Address(month time.Time) string {
	return address("partners", v.Partner.ID) + "/statements/" + month.Format(statement.Form)
}
