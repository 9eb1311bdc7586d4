package admin

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/limits"
	"fealty/models/programme"
	"fealty/models/staff"
	"fealty/views"
)

// whoOf says for the audit who acts, and from where.
func whoOf(c *fiber.Ctx) adjusting.Who {
	s := web.StaffOf(c)
	return adjusting.Who{Staff: s.ID, Role: string(s.Role), Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c)}
}

func deps(d web.Deps) adjusting.Deps { return adjusting.Deps{Programme: d.Programme, Keys: d.Keyring} }

// byHand is what adjustments stand on: with the limits that the shop has set.
func byHand(c *fiber.Ctx, d web.Deps) (adjusting.Deps, error) {
	s, err := d.Club.Get(c.UserContext(), d.DB)
	own := deps(d)
	own.Limits = adjusting.Limits{PerAct: s.PerAct, PerDay: s.PerDay, Alone: s.ApproveAbove}
	if s.ApproveAbove == 0 {
		own.Limits.Alone = -1
	}
	return own, err
}

// inForce is the programme as it holds now.
func inForce(c *fiber.Ctx, d web.Deps) (*programme.Version, error) {
	return d.Programme.InForce(c.UserContext(), d.DB)
}

// id is a pointer to an id of any kind.
type id[I any] interface {
	*I
	UnmarshalText([]byte) error
}

// pathID reads the id in the address; one that is none is not found.
func pathID[I any, P id[I]](c *fiber.Ctx) (found I, err error) {
	if P(&found).UnmarshalText([]byte(c.Params("id"))) != nil {
		return found, fault.New(fault.NotFound, "not_found")
	}
	return found, nil
}

// afterID reads the key after which a list goes on; what is none is the start.
func afterID[I any, P id[I]](c *fiber.Ctx) (found I) {
	if P(&found).UnmarshalText([]byte(web.After(c))) != nil {
		var start I
		return start
	}
	return found
}

// may tells whether the person in front of us has one of the roles.
func may(c *fiber.Ctx, roles ...staff.Role) bool { return slices.Contains(roles, web.StaffOf(c).Role) }

// options are choices for a select.
func options(l *views.Locale, prefix string, values ...string) []views.Option {
	list := make([]views.Option, 0, len(values))
	for _, value := range values {
		list = append(list, views.Option{Value: value, Label: l.T(prefix + value)})
	}
	return list
}

// address is a thing's page.
func address(kind string, id interface{ String() string }) string {
	return "/admin/" + kind + "/" + id.String()
}

// sees tells whether a role sees a part of the admin.
func sees(role, part string) bool { return staff.Role(role).Sees(part) }
