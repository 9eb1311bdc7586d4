package staffdoor

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/limits"
	"fealty/models/partners"
	"fealty/models/sessions"
	"fealty/models/staff"
)

type signinForm struct {
	Email    string `form:"email,max=254"`
	Password string `form:"password,max=1000"`
}

type signinNewView struct {
	web.Chrome
	asking
	Form   signinForm
	Action string
	// Lost leads to who has lost their password.
	Lost string
	// IsPartner says that this is the partners' door.
	IsPartner bool
}

func (a door) signinView(c *fiber.Ctx) *signinNewView {
	next := web.Next(c, "")
	view := &signinNewView{Action: a.withNext("/signin", next), Lost: a.area + "/lost", IsPartner: a.area == "/partner"}
	view.asking = a.anybody(c, a.withNext("/signin/passkey", next))
	view.Narrow = true
	if view.IsPartner {
		view.Title = web.Locale(c).T("web.staffsignin.new.title_partner")
	}
	return view
}

func (a door) signinNew(c *fiber.Ctx) error {
	return web.Render(c, "web/staffsignin/new", a.signinView(c))
}

func (a door) signinCreate(c *fiber.Ctx) error {
	view := a.signinView(c)
	err := web.Bind(c, &view.Form)
	if err == nil {
		err = limits.TakeAll(c.UserContext(), a.DB, passwordLimits(c, view.Form.Email)...)
	}
	var s staff.Staff
	if err == nil {
		s, err = staff.CheckPassword(c.UserContext(), a.DB, a.Hasher, staff.Login{Email: view.Form.Email, Password: view.Form.Password})
	}
	if err == nil {
		err = a.mayWork(c, s)
	}
	view.Form.Password = ""
	if fault.Is(err, "signin_wrong") {
		err = fault.New(fault.Invalid, "signin_wrong")
	}
	if err != nil {
		return web.Invalid(c, "web/staffsignin/new", view, err)
	}
	return a.afterPassword(c, s)
}

// passwordLimits slow down who guesses (R12): by account from one address, by
// account from everywhere, and by address. Windows pass, so nobody is shut out
// for good.
func passwordLimits(c *fiber.Ctx, email string) []limits.Use {
	address, account := limits.AddressPrefix(c.IP()), staff.CleanEmail(email)
	return []limits.Use{
		{Key: "password:pair:" + account + " " + address, Limit: limits.Limit{Count: 10, Per: 10 * time.Minute}},
		{Key: "password:account:" + account, Limit: limits.Limit{Count: 60, Per: 10 * time.Minute}},
		{Key: "password:address:" + address, Limit: limits.Limit{Count: 60, Per: 10 * time.Minute}},
	}
}

// mayWork refuses the people of a partner that the club has parted with. It is
// asked after the password, so that nobody else learns of it.
func (a door) mayWork(c *fiber.Ctx, s staff.Staff) error {
	if !s.Role.IsPartner() {
		return nil
	}
	p, err := partners.Find(c.UserContext(), a.DB, s.PartnerID)
	if err == nil && !p.LetsIn() {
		return fault.New(fault.Refused, "partner_archived")
	}
	return err
}

// afterPassword lets counter roles in that have no second step, and asks the
// others for theirs.
func (a door) afterPassword(c *fiber.Ctx, s staff.Staff) error {
	next := web.Next(c, "")
	has, err := staff.FactorsOf(c.UserContext(), a.DB, s)
	if err != nil {
		return err
	}
	if !s.Role.NeedsTOTP() && !has.HasAny() {
		return a.letIn(c, s, next)
	}
	t := ticket{Staff: s.ID, Next: next}
	if has.HasAny() {
		return a.goOn(c, t, s, "/signin/code")
	}
	secret, _, err := staff.NewTOTP(a.DB.Random, web.ClubOf(c).Name, s.Email)
	if err == nil {
		t.Factor, err = a.Box.Seal(a.DB.Random, s.ID, secret)
	}
	if err != nil {
		return err
	}
	return a.goOn(c, t, s, "/signin/app")
}

func (a door) goOn(c *fiber.Ctx, t ticket, s staff.Staff, path string) error {
	if err := a.handOut(c, t, s); err != nil {
		return err
	}
	return web.Redirect(c, a.area+path)
}

// letIn starts the session and leads to where the person works. They have just
// given all that their role asks for.
func (a door) letIn(c *fiber.Ctx, s staff.Staff, next string) error {
	a.takeBack(c)
	if err := web.SignIn(c, sessions.ForStaff(s.ID).Proved(a.DB.Time())); err != nil {
		return err
	}
	web.SetLanguage(c, s.Language)
	home := web.HomeOfRole(s.Role)
	if next == home || strings.HasPrefix(next, home+"/") {
		return web.Redirect(c, next)
	}
	return web.Redirect(c, home)
}

func (a door) signoutCreate(c *fiber.Ctx) error {
	if err := web.SignOut(c); err != nil {
		return err
	}
	web.Done(c, "web.staffsignin.new.out")
	return web.Redirect(c, a.area+"/signin")
}

func (a door) withNext(path, next string) string {
	if next == "" {
		return a.area + path
	}
	return a.area + path + "?next=" + url.QueryEscape(next)
}
