package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/shops"
	"fealty/models/staff"
)

type pinForm struct {
	Pin   string `form:"pin,max=10"`
	Again string `form:"again,max=10"`
}

type pinsEditView struct {
	web.Chrome
	Form   pinForm
	HasPin bool
}

// pinsEdit is one's own PIN for the tills.
func pinsEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := ownPin(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/pins/edit", view)
	}
}

func ownPin(c *fiber.Ctx, d web.Deps) (*pinsEditView, error) {
	view := &pinsEditView{}
	view.Narrow = true
	people, err := shops.People(c.UserContext(), d.DB)
	for _, p := range people {
		if p.ID == web.StaffOf(c).ID {
			view.HasPin = p.HasPin()
		}
	}
	return view, err
}

func pinsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := ownPin(c, d)
		if err != nil {
			return err
		}
		if err = web.Bind(c, &view.Form); err == nil {
			err = setPin(c, d, web.StaffOf(c).ID, view.Form)
		}
		view.Form = pinForm{}
		if err != nil {
			return web.Invalid(c, "admin/pins/edit", view, err)
		}
		web.Done(c, "admin.pins.edit.saved")
		return web.Redirect(c, "/admin/pin")
	}
}

// setPin checks what was typed twice and keeps its hash.
func setPin(c *fiber.Ctx, d web.Deps, who ids.Staff, form pinForm) error {
	if err := shops.CheckPin(form.Pin); err != nil {
		return err
	}
	if form.Pin != form.Again {
		var wrong fault.Fields
		wrong.Add("again", "pin_again")
		return wrong.Err()
	}
	hash, err := d.Hasher.Hash(c.UserContext(), form.Pin)
	if err != nil {
		return err
	}
	return adjusting.SetPin(c.UserContext(), d.DB, adjusting.PinChange{By: whoOf(c), For: who, Hash: hash})
}

// othersPinsUpdate sets a PIN for somebody, or takes it away when none is typed.
func othersPinsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form pinForm
		if err := web.Bind(c, &form); err != nil {
			return err
		}
		who, err := standing(c, d)
		if err != nil {
			return err
		}
		if form.Pin == "" {
			err = adjusting.SetPin(c.UserContext(), d.DB, adjusting.PinChange{By: whoOf(c), For: who})
		} else {
			form.Again = form.Pin
			err = setPin(c, d, who, form)
		}
		if err != nil {
			view := &shopsIndexView{IsOwner: may(c, staff.Owner), CanEdit: true}
			if readErr := view.read(c, d); readErr != nil {
				return readErr
			}
			return web.Invalid(c, "admin/shops/index", view, err)
		}
		web.Done(c, "admin.pins.edit.saved")
		return web.Redirect(c, "/admin/shops")
	}
}

// standing is the one of the address who may stand at a till.
func standing(c *fiber.Ctx, d web.Deps) (ids.Staff, error) {
	people, err := shops.People(c.UserContext(), d.DB)
	for _, p := range people {
		if p.ID.String() == c.Params("staff") {
			return p.ID, nil
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "not_found")
	}
	return ids.Staff{}, err
}
