package till

import (
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/limits"
	"fealty/models/shops"
)

type unlockForm struct {
	Person string `form:"person,max=40"`
	Pin    string `form:"pin,max=10"`
}

type unlocksNewView struct {
	web.Chrome
	Form   unlockForm
	Stand  web.Stand
	Action string
	People []shops.Person
}

// unlocksNew asks who stands at the till.
func (t till) unlocksNew(c *fiber.Ctx) error {
	view, err := t.unlockView(c)
	if err != nil {
		return err
	}
	return web.Render(c, "till/unlocks/new", view)
}

func (t till) unlockView(c *fiber.Ctx) (*unlocksNewView, error) {
	view := &unlocksNewView{Stand: web.StandOf(c), Action: "/till/unlock"}
	view.Narrow, view.Layout = true, "till"
	if next := nextAtTill(c); next != "/till" {
		view.Action += "?next=" + url.QueryEscape(next)
	}
	people, err := shops.People(c.UserContext(), t.DB)
	for _, p := range people {
		if p.HasPin() {
			view.People = append(view.People, p)
		}
	}
	view.Form.Person = view.Stand.StaffID.String()
	if len(view.People) == 1 {
		view.Form.Person = view.People[0].ID.String()
	}
	return view, err
}

// pinLimits slow down who guesses (R11, R12): five tries at one person's PIN on
// one till, some more on the till and on the person everywhere. Windows pass, so
// nobody is shut out for good.
func pinLimits(device ids.Device, person string) []limits.Use {
	return []limits.Use{
		{Key: "pin:pair:" + device.String() + " " + person, Limit: limits.Limit{Count: 5, Per: 10 * time.Minute}},
		{Key: "pin:day:" + device.String() + " " + person, Limit: limits.Limit{Count: 50, Per: 24 * time.Hour}},
		{Key: "pin:device:" + device.String(), Limit: limits.Limit{Count: 40, Per: 10 * time.Minute}},
		{Key: "pin:account:" + person, Limit: limits.Limit{Count: 60, Per: 10 * time.Minute}},
	}
}

// unlocksCreate lets somebody stand at the till whose PIN fits.
func (t till) unlocksCreate(c *fiber.Ctx) error {
	view, err := t.unlockView(c)
	if err != nil {
		return err
	}
	var person shops.Person
	if err = web.Bind(c, &view.Form); err == nil {
		person, err = t.checkPin(c, view)
	}
	view.Form.Pin = ""
	if err != nil {
		return web.Invalid(c, "till/unlocks/new", view, err)
	}
	by := adjusting.Who{Staff: person.ID, Role: person.Role, Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c)}
	if err := adjusting.Stand(c.UserContext(), t.DB, by, view.Stand.Till, person.ID); err != nil {
		return err
	}
	web.KeepTill(c, web.TillSecret(c))
	return web.Redirect(c, nextAtTill(c))
}

// nextAtTill is where ?next= asks to go, if that is at the till.
func nextAtTill(c *fiber.Ctx) string {
	next := web.Next(c, "/till")
	if strings.HasPrefix(next, "/till?") || strings.HasPrefix(next, "/till/") {
		return next
	}
	return "/till"
}

// checkPin takes as long for whoever has no PIN.
func (t till) checkPin(c *fiber.Ctx, view *unlocksNewView) (shops.Person, error) {
	if err := limits.TakeAll(c.UserContext(), t.DB, pinLimits(view.Stand.ID, view.Form.Person)...); err != nil {
		return shops.Person{}, err
	}
	var who shops.Person
	for _, p := range view.People {
		if p.ID.String() == view.Form.Person {
			who = p
		}
	}
	fits, err := t.Hasher.Fits(c.UserContext(), who.Hash, view.Form.Pin)
	if err == nil && !fits {
		var wrong fault.Fields
		wrong.Add("pin", "pin_wrong")
		err = wrong.Err()
	}
	return who, err
}

// locksCreate leaves the till: the next one types their PIN.
func (t till) locksCreate(c *fiber.Ctx) error {
	stand := web.StandOf(c)
	by := adjusting.Who{Staff: stand.StaffID, Role: "till", Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c)}
	if err := adjusting.Stand(c.UserContext(), t.DB, by, stand.Till, ids.Staff{}); err != nil {
		return err
	}
	return web.Redirect(c, "/till/unlock")
}
