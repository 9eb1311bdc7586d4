package admin

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/shops"
	"fealty/models/staff"
	"fealty/views"
)

type shopsIndexView struct {
	web.Chrome
	Shops  []shops.Shop
	People []shops.Person
	// IsOwner sets other people's PINs, too.
	IsOwner bool
	CanEdit bool
}

func shopsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &shopsIndexView{IsOwner: may(c, staff.Owner), CanEdit: may(c, web.Desk("shops")...)}
		if err := view.read(c, d); err != nil {
			return err
		}
		return web.Render(c, "admin/shops/index", view)
	}
}

func (v *shopsIndexView) read(c *fiber.Ctx, d web.Deps) (err error) {
	if v.Shops, err = shops.List(c.UserContext(), d.DB); err != nil {
		return err
	}
	v.People, err = shops.People(c.UserContext(), d.DB)
	return err
}

// shopForm is the editor of a shop.
type shopForm struct {
	Key      string `form:"shop_key,max=40"`
	Name     string `form:"name,max=80"`
	Kind     string `form:"kind,max=20"`
	Lock     string `form:"lock_minutes,max=5"`
	Archived bool   `form:"archived"`
}

type shopsEditView struct {
	web.Chrome
	Form    shopForm
	Action  string
	Before  shops.Shop
	Devices []device
	CanEdit bool
}

// device is a till as the admin shows it, with the code that pairs it.
type device struct {
	shops.Device
	Code, Link string
}

// Kinds are how a shop sells.
func (v *shopsEditView) Kinds() []views.Option {
	return options(v.L, "admin.shops.kind.", string(shops.Counter), string(shops.Web))
}

func shopsNew() fiber.Handler {
	return func(c *fiber.Ctx) error {
		form := shopForm{Kind: string(shops.Counter), Lock: strconv.Itoa(shops.DefaultLock)}
		return web.Render(c, "admin/shops/new", &shopsEditView{Form: form, Action: "/admin/shops", CanEdit: true})
	}
}

func shopsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v := &shopsEditView{Action: "/admin/shops", CanEdit: true}
		return v.save(c, d, "admin/shops/new")
	}
}

func shopsEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := editedShop(c, d)
		if err != nil {
			return err
		}
		v.Form = shopForm{Key: v.Before.Key, Name: v.Before.Name, Kind: string(v.Before.Kind), Lock: strconv.Itoa(v.Before.LockMinutes), Archived: !v.Before.IsOpen()}
		return web.Render(c, "admin/shops/edit", v)
	}
}

func shopsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := editedShop(c, d)
		if err != nil {
			return err
		}
		v.Form.Key = v.Before.Key
		return v.save(c, d, "admin/shops/edit")
	}
}

func editedShop(c *fiber.Ctx, d web.Deps) (*shopsEditView, error) {
	id, err := pathID[ids.Shop](c)
	if err != nil {
		return nil, err
	}
	v := &shopsEditView{Action: address("shops", id), CanEdit: may(c, web.Desk("shops")...)}
	if v.Before, err = shops.Find(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	v.Title = v.Before.Name
	list, err := shops.Devices(c.UserContext(), d.DB, id)
	for _, known := range list {
		one := device{Device: known}
		if known.CanPair(d.DB.Time()) {
			one.Code = shops.PairKey(d.Config.Key("till.pair")).Code(known)
			one.Link = d.Config.URL("/till/pair?code=" + one.Code)
		}
		v.Devices = append(v.Devices, one)
	}
	return v, err
}

func (v *shopsEditView) save(c *fiber.Ctx, d web.Deps, page string) error {
	err := web.Bind(c, &v.Form)
	if !v.Before.ID.IsZero() {
		v.Form.Key = v.Before.Key
	}
	id := v.Before.ID
	if err == nil {
		id, err = adjusting.SaveShop(c.UserContext(), d.DB, whoOf(c), v.Form.read(v.Before, d))
	}
	if err != nil {
		return web.Invalid(c, page, v, renamed(err, map[string]string{"key": "shop_key"}))
	}
	web.Done(c, "admin.shops.edit.saved")
	return web.Redirect(c, address("shops", id)+"/edit")
}

func (f shopForm) read(before shops.Shop, d web.Deps) shops.Shop {
	s := before
	s.Key, s.Name, s.Kind = strings.ToLower(strings.TrimSpace(f.Key)), f.Name, shops.Kind(f.Kind)
	minutes, err := strconv.Atoi(f.Lock)
	if err != nil {
		minutes = -1
	}
	s.LockMinutes = minutes
	switch at := d.DB.Time(); {
	case f.Archived && s.ArchivedAt == nil:
		s.ArchivedAt = &at
	case !f.Archived:
		s.ArchivedAt = nil
	}
	return s
}

type deviceForm struct {
	Name string `form:"device_name,max=80"`
}

// changed reads a till's address and name.
func changedDevice(c *fiber.Ctx, form *deviceForm) (adjusting.DeviceChange, error) {
	change := adjusting.DeviceChange{By: whoOf(c)}
	shop, err := pathID[ids.Shop](c)
	if err != nil {
		return change, err
	}
	change.Shop = shop
	if text := c.Params("device"); text != "" && change.Device.UnmarshalText([]byte(text)) != nil {
		return change, fault.New(fault.NotFound, "device_unknown")
	}
	if form != nil {
		err = web.Bind(c, form)
		change.Name = form.Name
	}
	return change, err
}

// deviceDone leads back to the shop, or names the field that is wrong.
func deviceDone(c *fiber.Ctx, d web.Deps, said string, err error) error {
	if fault.KindOf(err) == fault.Invalid {
		v, findErr := editedShop(c, d)
		if findErr != nil {
			return findErr
		}
		v.Form = shopForm{Key: v.Before.Key, Name: v.Before.Name, Kind: string(v.Before.Kind), Lock: strconv.Itoa(v.Before.LockMinutes), Archived: !v.Before.IsOpen()}
		return web.Invalid(c, "admin/shops/edit", v, renamed(err, map[string]string{"name": "device_name"}))
	}
	if err != nil {
		return err
	}
	web.Done(c, said)
	return web.Redirect(c, "/admin/shops/"+c.Params("id")+"/edit")
}

// devicesCreate adds a till and shows the code that pairs it.
func devicesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form deviceForm
		change, err := changedDevice(c, &form)
		if err == nil {
			if _, err = shops.Find(c.UserContext(), d.DB, change.Shop); err == nil {
				_, err = adjusting.AddDevice(c.UserContext(), d.DB, change)
			}
		}
		return deviceDone(c, d, "admin.shops.edit.code_made", err)
	}
}

func devicesUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form deviceForm
		change, err := changedDevice(c, &form)
		if err == nil {
			err = adjusting.RenameDevice(c.UserContext(), d.DB, change)
		}
		return deviceDone(c, d, "admin.shops.edit.saved", err)
	}
}

// pairingsCreate makes a fresh code for a till.
func pairingsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		change, err := changedDevice(c, nil)
		if err == nil {
			err = adjusting.OfferPairing(c.UserContext(), d.DB, change)
		}
		return deviceDone(c, d, "admin.shops.edit.code_made", err)
	}
}

// devicesRevoke shuts a till out at once.
func devicesRevoke(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		change, err := changedDevice(c, nil)
		if err == nil {
			err = adjusting.RevokeDevice(c.UserContext(), d.DB, change)
		}
		return deviceDone(c, d, "admin.shops.edit.revoked", err)
	}
}
