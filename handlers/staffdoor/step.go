package staffdoor

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/limits"
	"fealty/models/staff"
)

type codeForm struct {
	Code string `form:"code,max=40"`
}

type codeNewView struct {
	web.Chrome
	asking
	Form   codeForm
	Action string
	Email  string
	// Factors are what may be shown.
	Factors staff.Factors
}

// askedCode is the page for somebody's second step, with what they have.
func (a door) askedCode(c *fiber.Ctx, s staff.Staff) (*codeNewView, error) {
	view := a.codeView(s)
	var err error
	if view.Factors, err = staff.FactorsOf(c.UserContext(), a.DB, s); err != nil {
		return view, err
	}
	view.asking = a.ownPasskey(c, s, view.Factors, a.area+"/signin/passkey")
	return view, nil
}

func (a door) codeView(s staff.Staff) *codeNewView {
	view := &codeNewView{Action: a.area + "/signin/code", Email: s.Email}
	view.Narrow = true
	return view
}

func (a door) codeNew(c *fiber.Ctx) error {
	_, s, err := a.holder(c)
	if err != nil {
		return err
	}
	view, err := a.askedCode(c, s)
	if err != nil {
		return err
	}
	return web.Render(c, "web/staffcode/new", view)
}

func (a door) codeCreate(c *fiber.Ctx) error {
	t, s, err := a.holder(c)
	if err != nil {
		return err
	}
	view, err := a.askedCode(c, s)
	if err != nil {
		return err
	}
	if err = web.Bind(c, &view.Form); err == nil {
		err = limits.Take(c.UserContext(), a.DB, codeKey(s.ID), codeLimit)
	}
	if err == nil {
		err = staff.CheckTOTP(c.UserContext(), a.DB, a.Box, s.ID, view.Form.Code)
	}
	view.Form.Code = ""
	if err != nil {
		return web.Invalid(c, "web/staffcode/new", view, wrongCode(err))
	}
	return a.letIn(c, s, t.Next)
}

// whoOf says for the audit who acts, and from where.
func whoOf(c *fiber.Ctx, s staff.Staff) adjusting.Who {
	return adjusting.Who{Staff: s.ID, Role: string(s.Role), Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c)}
}

// codeLimit bounds guesses at one person's codes: three of a million are right
// at any moment.
var codeLimit = limits.Limit{Count: 10, Per: 10 * time.Minute}

func codeKey(id ids.Staff) string { return "totp:account:" + id.String() }

// wrongCode puts a wrong code on its field.
func wrongCode(err error) error {
	if !fault.Is(err, "totp_wrong") {
		return err
	}
	var wrong fault.Fields
	wrong.Add("code", "totp_wrong")
	return wrong.Err()
}

// appNewView sets a second step up: a QR code for the phone's app, and the
// secret to type where there is no camera.
type appNewView struct {
	codeNewView
	URL, Secret string
}

// Groups is the secret in groups of four, as people copy it.
func (v *appNewView) Groups() string {
	var groups []string
	for part := range slices.Chunk([]byte(v.Secret), 4) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, " ")
}

func (a door) appView(c *fiber.Ctx, t ticket, s staff.Staff) (*appNewView, error) {
	view := &appNewView{codeNewView: *a.codeView(s)}
	view.Action = a.area + "/signin/app"
	secret, err := a.Box.Open(s.ID, t.Factor)
	if err != nil {
		return view, fault.Wrap(fault.Unauthenticated, "signin_needed", err)
	}
	view.Secret = secret
	view.URL, err = staff.TOTPAddress(secret, web.ClubOf(c).Name, s.Email)
	return view, err
}

func (a door) appNew(c *fiber.Ctx) error {
	t, s, err := a.holder(c)
	if err != nil {
		return err
	}
	view, err := a.appView(c, t, s)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return web.Render(c, "web/staffapp/new", view)
}

func (a door) appCreate(c *fiber.Ctx) error {
	t, s, err := a.holder(c)
	if err != nil {
		return err
	}
	view, err := a.appView(c, t, s)
	if err != nil {
		return err
	}
	if err = web.Bind(c, &view.Form); err == nil {
		err = limits.Take(c.UserContext(), a.DB, codeKey(s.ID), codeLimit)
	}
	if err == nil {
		by := whoOf(c, s)
		err = adjusting.EnrolTOTP(c.UserContext(), a.DB, a.Box, adjusting.Enrolment{By: by, Secret: view.Secret, Code: view.Form.Code})
	}
	view.Form.Code = ""
	if err != nil {
		return web.Invalid(c, "web/staffapp/new", view, wrongCode(err))
	}
	web.Done(c, "web.staffapp.new.done")
	return a.letIn(c, s, t.Next)
}
