package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/shops"
	"fealty/models/staff"
)

// atTill are the roles that stand at a till, atDesk those that need none.
func atTill(role staff.Role) bool {
	return slices.Contains([]staff.Role{staff.Owner, staff.Manager, staff.Clerk}, role)
}

func atDesk(role staff.Role) bool { return role == staff.Owner || role == staff.Manager }

// admitPaired lets in a browser that is a till.
func admitPaired(c *fiber.Ctx, d web.Deps) error {
	secret := web.TillSecret(c)
	if secret == "" {
		return fault.New(fault.Unauthenticated, "till_unpaired")
	}
	till, err := shops.FindTill(c.UserContext(), d.DB, secret)
	if err != nil {
		return err
	}
	web.SetStand(c, web.Stand{Till: till})
	return nil
}

// admitTill lets in whoever stands at a paired till, until it was left untouched
// for too long; and managers at a desk.
func admitTill(c *fiber.Ctx, d web.Deps) error {
	err := admitPaired(c, d)
	if fault.KindOf(err) == fault.Unauthenticated {
		return admitDesk(c, d)
	}
	if err != nil {
		return err
	}
	stand := web.StandOf(c)
	if !stand.IsOpen(d.DB.Time()) {
		return fault.New(fault.Unauthenticated, "till_locked")
	}
	s, err := staff.Find(c.UserContext(), d.DB, stand.StaffID)
	if fault.KindOf(err) == fault.NotFound || err == nil && (!s.IsEnabled() || !atTill(s.Role)) {
		return fault.New(fault.Unauthenticated, "till_locked")
	}
	if err == nil && stand.IsStale(d.DB.Time()) {
		err = shops.Touch(c.UserContext(), d.DB, stand.ID)
	}
	return seat(c, s, stand, err)
}

// admitDesk lets a manager serve without a till, in the first of the shop's
// counters by name.
func admitDesk(c *fiber.Ctx, d web.Deps) error {
	unpaired := fault.New(fault.Unauthenticated, "till_unpaired")
	who := web.Who(c)
	if who.StaffID.IsZero() {
		return unpaired
	}
	s, err := staff.Find(c.UserContext(), d.DB, who.StaffID)
	if fault.KindOf(err) == fault.NotFound || err == nil && (!s.IsEnabled() || !atDesk(s.Role)) {
		return unpaired
	}
	if err != nil {
		return err
	}
	list, err := shops.List(c.UserContext(), d.DB)
	stand := web.Stand{IsDesk: true}
	for _, shop := range list {
		if stand.Shop.ID.IsZero() && shop.Kind == shops.Counter && shop.IsOpen() {
			stand.Shop = shop
		}
	}
	return seat(c, s, stand, err)
}

// seat says who stands where.
func seat(c *fiber.Ctx, s staff.Staff, stand web.Stand, err error) error {
	if err != nil {
		return err
	}
	web.SetStand(c, stand)
	web.SetStaff(c, s)
	web.SetPerson(c, web.Person{Name: s.Name, Role: string(s.Role), Place: stand.Shop.Name, AtDesk: stand.IsDesk})
	return nil
}
