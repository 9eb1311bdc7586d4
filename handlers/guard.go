package handlers

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/apikeys"
	"fealty/models/fault"
	"fealty/models/limits"
	"fealty/models/members"
	"fealty/models/partners"
	"fealty/models/staff"
)

// guard is the first line of every request: it lets in whom the route is for, and says who that is. Nobody signed in is asked to
// sign in; who is signed in and not allowed gets 403.
func guard(d web.Deps, a web.Access) fiber.Handler {
	check := map[web.Door]func(*fiber.Ctx) error{
		web.DoorPublic:  func(c *fiber.Ctx) error { return greet(c, d) },
		web.DoorMember:  func(c *fiber.Ctx) error { return admitMember(c, d) },
		web.DoorStaff:   func(c *fiber.Ctx) error { return admitStaff(c, d, a) },
		web.DoorPartner: func(c *fiber.Ctx) error { return admitStaff(c, d, a) },
		web.DoorTill:    func(c *fiber.Ctx) error { return admitTill(c, d) },
		web.DoorPaired:  func(c *fiber.Ctx) error { return admitPaired(c, d) },
		web.DoorAPI:     func(c *fiber.Ctx) error { return admitProgram(c, d) },
		web.DoorMetrics: func(c *fiber.Ctx) error { return admitMetrics(c, d) },
	}[a.Door]
	return func(c *fiber.Ctx) error {
		if check == nil {
			return fault.New(fault.Forbidden, "forbidden")
		}
		if err := check(c); err != nil {
			return err
		}
		return c.Next()
	}
}

// stepUp lets on whoever has proved to be there in the last ten minutes.
func stepUp(c *fiber.Ctx) error {
	if err := web.NeedProof(c); err != nil {
		return err
	}
	return c.Next()
}

// greet shows a member their own header on public pages too, and knows a till.
func greet(c *fiber.Ctx, d web.Deps) error {
	if err := admitPaired(c, d); err != nil && fault.KindOf(err) != fault.Unauthenticated {
		return err
	}
	if web.Who(c).Member.IsZero() {
		return nil
	}
	err := admitMember(c, d)
	if fault.KindOf(err) == fault.Unauthenticated {
		return nil
	}
	return err
}

// admitMember lets in a member who is still one.
func admitMember(c *fiber.Ctx, d web.Deps) error {
	who := web.Who(c)
	if who.Member.IsZero() {
		return fault.New(fault.Unauthenticated, "signin_needed")
	}
	m, err := members.Find(c.UserContext(), d.DB, who.Member)
	if fault.KindOf(err) == fault.NotFound || (err == nil && !m.IsActive()) {
		return fault.New(fault.Unauthenticated, "signin_needed")
	}
	if err != nil {
		return err
	}
	web.SetMember(c, m)
	web.SetPerson(c, web.Person{Name: m.FirstName})
	return nil
}

// admitStaff lets in staff in one of the door's roles; the row is read each time, so that a changed role counts at once.
func admitStaff(c *fiber.Ctx, d web.Deps, a web.Access) error {
	who := web.Who(c)
	if who.StaffID.IsZero() {
		return fault.New(fault.Unauthenticated, "signin_needed")
	}
	s, err := staff.Find(c.UserContext(), d.DB, who.StaffID)
	if fault.KindOf(err) == fault.NotFound || (err == nil && !s.IsEnabled()) {
		return fault.New(fault.Unauthenticated, "signin_needed")
	}
	if err != nil {
		return err
	}
	person, err := portrait(c, d, s)
	if err != nil {
		return err
	}
	if !a.Allows(s.Role) {
		web.SetPerson(c, person) // so that they can sign out
		return fault.New(fault.Forbidden, refusalOf(s.Role, a.Door))
	}
	web.SetStaff(c, s)
	web.SetPerson(c, person)
	return nil
}

// portrait is how the header shows one of the staff. The people of a partner that the club has parted with are nobody.
func portrait(c *fiber.Ctx, d web.Deps, s staff.Staff) (web.Person, error) {
	person := web.Person{Name: s.Name, Role: string(s.Role)}
	if !s.Role.IsPartner() {
		return person, nil
	}
	p, err := partners.Find(c.UserContext(), d.DB, s.PartnerID)
	if err == nil && !p.LetsIn() {
		err = fault.New(fault.Unauthenticated, "signin_needed")
	}
	person.Place, person.IsPaused = p.Name, p.State == partners.Paused
	return person, err
}

// refusalOf is the sentence for somebody at a door that isn't theirs: where theirs is.
func refusalOf(role staff.Role, door web.Door) string {
	switch {
	case role.IsPartner() && door == web.DoorStaff:
		return "door_of_the_shop"
	case !role.IsPartner() && door == web.DoorPartner:
		return "door_of_partners"
	case role == staff.Clerk:
		return "door_of_the_office"
	}
	return "forbidden"
}

// admitProgram lets in whoever shows an API key. Cookies count for nothing here.
func admitProgram(c *fiber.Ctx, d web.Deps) error {
	token := bearer(c)
	if token == "" {
		return fault.New(fault.Unauthenticated, "key_unknown")
	}
	key, err := d.APIKeys.Find(c.UserContext(), token)
	if fault.KindOf(err) == fault.Unauthenticated {
		guesses := limits.Limit{Count: 30, Per: time.Minute}
		if err := limits.Take(c.UserContext(), d.DB, "apikey:address:"+limits.AddressPrefix(c.IP()), guesses); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	if err := apikeys.NoteUse(c.UserContext(), d.DB, key); err != nil {
		return err
	}
	web.SetAPIKey(c, key)
	return nil
}

// bearer is the token of the Authorization header, or "".
func bearer(c *fiber.Ctx) string {
	scheme, token, _ := strings.Cut(c.Get(fiber.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// admitMetrics lets in whoever shows METRICS_TOKEN. Without one the address doesn't exist.
func admitMetrics(c *fiber.Ctx, d web.Deps) error {
	if d.Config.MetricsToken == "" || d.Metrics == nil {
		return fiber.ErrNotFound
	}
	if !isSame(bearer(c), d.Config.MetricsToken.Reveal()) {
		return fault.New(fault.Unauthenticated, "key_unknown")
	}
	return nil
}

// isSame compares in a time that tells nothing of either text.
func isSame(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
