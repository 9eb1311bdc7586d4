package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/models/apikeys"
	"fealty/models/members"
	"fealty/models/staff"
)

// Route is one door: a line of an area's routes.go. Mount puts Access in front of Handler.
type Route struct {
	Method  string
	Path    string
	Access  Access
	Handler fiber.Handler
	// StepUp asks for a proof of the last ten minutes (R11): a page leads to where it is given and back; a form that comes without
	// one is refused. Mark the page that shows the form and the form's own route alike.
	StepUp bool
}

// Door says which kind of visitor a route is for.
type Door string

// The doors.
const (
	DoorPublic  Door = "public"  // everybody, signed in or not
	DoorMember  Door = "member"  // a signed-in member
	DoorStaff   Door = "staff"   // the shop's staff, in one of the named roles
	DoorPartner Door = "partner" // a partner's staff, in one of the named roles
	DoorTill    Door = "till"    // somebody at a paired till, or a manager at a desk
	DoorPaired  Door = "paired"  // a paired till, opened or not
	DoorAPI     Door = "api"     // a program with an API key
	DoorMetrics Door = "metrics" // a program with METRICS_TOKEN
)

// Access is who may call a route.
type Access struct {
	Door  Door
	Roles []staff.Role // none means any role of that door
}

// Public lets everybody in.
func Public() Access { return Access{Door: DoorPublic} }

// Member lets signed-in members in.
func Member() Access { return Access{Door: DoorMember} }

// Staff lets the shop's staff in: those in one of the roles, or all of them where none is named. A partner's staff never.
func Staff(roles ...staff.Role) Access { return Access{DoorStaff, roles} }

// Partner lets a partner's staff in: those in one of the roles, or all of them where none is named.
func Partner(roles ...staff.Role) Access { return Access{DoorPartner, roles} }

// API lets programs with a key in.
func API() Access { return Access{Door: DoorAPI} }

// Metrics lets the program with METRICS_TOKEN in.
func Metrics() Access { return Access{Door: DoorMetrics} }

// Allows tells whether a role opens the door. The shop's and the partners' never open each other's.
func (a Access) Allows(role staff.Role) bool {
	if role.IsPartner() != (a.Door == DoorPartner) {
		return false
	}
	return len(a.Roles) == 0 || slices.Contains(a.Roles, role)
}

const staffKey = "web.staff"

// SetStaff says which of the staff is asking; the access check calls it.
func SetStaff(c *fiber.Ctx, s staff.Staff) { c.Locals(staffKey, s) }

// StaffOf gives which of the staff is asking, behind a Staff or Partner door; the zero value is nobody.
func StaffOf(c *fiber.Ctx) staff.Staff {
	s, _ := c.Locals(staffKey).(staff.Staff)
	return s
}

const memberKey = "web.member"

// SetMember says which member is asking; the access check calls it.
func SetMember(c *fiber.Ctx, m members.Member) { c.Locals(memberKey, m) }

// MemberOf gives which member is asking, behind a Member door or a public one; the zero value is nobody.
func MemberOf(c *fiber.Ctx) members.Member {
	m, _ := c.Locals(memberKey).(members.Member)
	return m
}

const apiKeyKey = "web.apikey"

// SetAPIKey says which key a program showed; the access check calls it.
func SetAPIKey(c *fiber.Ctx, k apikeys.Key) { c.Locals(apiKeyKey, k) }

// APIKeyOf gives which key a program showed, behind an API door.
func APIKeyOf(c *fiber.Ctx) apikeys.Key {
	k, _ := c.Locals(apiKeyKey).(apikeys.Key)
	return k
}
