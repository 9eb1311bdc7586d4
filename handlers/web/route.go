package web

import (
	"slices"

	"github.com/gofiber/fiber/v2"
)

// Route is one door: a line of an area's routes.go. Mount puts Access in front of Handler.
type Route struct {
	Method  string
	Path    string
	Access  Access
	Handler fiber.Handler
}

// Door says which kind of visitor a route is for.
type Door string

// The doors.
const (
	DoorPublic  Door = "public"  // everybody, signed in or not
	DoorMember  Door = "member"  // a signed-in member
	DoorStaff   Door = "staff"   // the shop's staff, in one of the named roles
	DoorPartner Door = "partner" // a partner's staff, in one of the named roles
	DoorAPI     Door = "api"     // a program with an API key
	DoorMetrics Door = "metrics" // a program with METRICS_TOKEN
)

// Access is who may call a route.
type Access struct {
	Door  Door
	Roles []string // of staff; none means any role of that door
}

// Public lets everybody in.
func Public() Access { return Access{Door: DoorPublic} }

// Member lets signed-in members in.
func Member() Access { return Access{Door: DoorMember} }

// Staff lets the shop's staff in: those in one of the roles, or all of them where none is named. A partner's staff never.
func Staff[R ~string](roles ...R) Access { return Access{DoorStaff, texts(roles)} }

// Partner lets a partner's staff in: those in one of the roles, or all of them where none is named.
func Partner[R ~string](roles ...R) Access { return Access{DoorPartner, texts(roles)} }

// API lets programs with a key in.
func API() Access { return Access{Door: DoorAPI} }

// Metrics lets the program with METRICS_TOKEN in.
func Metrics() Access { return Access{Door: DoorMetrics} }

// Allows tells whether a role is among those named; where none is named, each is.
func (a Access) Allows(role string) bool { return len(a.Roles) == 0 || slices.Contains(a.Roles, role) }

func texts[R ~string](roles []R) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return out
}
