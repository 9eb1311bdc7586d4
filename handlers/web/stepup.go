package web

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
	"fealty/models/limits"
	rows "fealty/models/sessions"
	"fealty/models/staff"
)

// IsFresh tells whether the visitor has proved to be there in the last ten
// minutes: staff by their second factor (or their password, where they have
// none), a member by a code.
func IsFresh(c *fiber.Ctx) bool {
	row, err := Session(c)
	return err == nil && row.IsFresh(kitOf(c).clock())
}

// NeedProof is the one question before an act that a stolen cookie must not do
// (R11): nil for whoever is fresh, else fault.Forbidden "stepup_needed", which
// Fault turns into the way to the proof and back.
func NeedProof(c *fiber.Ctx) error {
	if IsFresh(c) {
		return nil
	}
	return fault.New(fault.Forbidden, "stepup_needed")
}

// NeedProofIf asks for it where an act is large, and of staff whose password or
// second factor changed within a day whatever its size.
func NeedProofIf(c *fiber.Ctx, isLarge bool) error {
	if isLarge || StaffOf(c).HasNewCredentials(kitOf(c).clock()) {
		return NeedProof(c)
	}
	return nil
}

// Prove notes that the visitor has proved to be there, under a new id of the
// session (R10). The session's whole life goes on.
func Prove(c *fiber.Ctx) error {
	row, err := Session(c)
	if err != nil {
		return err
	}
	return SignIn(c, row.Proved(kitOf(c).clock()))
}

// ProofPath is the page of an area where a proof is given, and where it leads
// then.
func ProofPath(path, next string) string {
	to := "/me/proof"
	if area := areaOf(path); area == "admin" || area == "partner" {
		to = "/" + area + "/stepup"
	}
	return to + "?next=" + url.QueryEscape(next)
}

// askToProve leads a page to the proof and back. A form is not replayed: it is
// refused, with the way to the proof and then back to the form.
func askToProve(c *fiber.Ctx, e *fault.Error) error {
	if c.Method() == fiber.MethodGet && !isFragment(c) {
		return c.Redirect(ProofPath(c.Path(), c.OriginalURL()), fiber.StatusSeeOther)
	}
	way := ProofPath(c.Path(), cameFrom(c))
	if isFragment(c) {
		c.Status(fiber.StatusForbidden).Set("HX-Redirect", way)
		c.Vary("HX-Request")
		return c.SendString("")
	}
	return sendFaultPage(c, e, way)
}

// cameFrom is the page of ours that sent this request, or the area's home.
func cameFrom(c *fiber.Ctx) string {
	text := c.Get("HX-Current-URL", c.Get(fiber.HeaderReferer))
	from, err := url.Parse(text)
	if err == nil && from.Host == kitOf(c).Config.BaseURL.Host && local.MatchString(from.RequestURI()) {
		return from.RequestURI()
	}
	return homeOf(c.Path())
}

// HomeOfRole is where one of the staff works.
func HomeOfRole(role staff.Role) string {
	switch {
	case role.IsPartner():
		return "/partner"
	case role == staff.Clerk:
		return "/till"
	}
	return "/admin"
}

// describe notes from where a session is started.
func describe(c *fiber.Ctx, row rows.Session) rows.Session {
	row.Device, row.Address = deviceOf(c.Get(fiber.HeaderUserAgent)), limits.AddressPrefix(c.IP())
	return row
}
