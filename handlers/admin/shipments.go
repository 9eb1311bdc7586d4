package admin

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/limits"
	"fealty/models/redeeming"
	"fealty/models/shipments"
)

type shipmentsIndexView struct {
	web.Chrome
	State   shipments.State
	Parcels []insights.Parcel
	Counts  map[shipments.State]int
}

// Shows are the states, with how many stand in each.
func (v *shipmentsIndexView) Shows() []stateTab {
	var tabs []stateTab
	for _, s := range shipments.States() {
		tabs = append(tabs, stateTab{Value: string(s), Label: v.T("admin.shipments.state." + string(s)), Count: v.Counts[s], On: s == v.State})
	}
	return tabs
}

type stateTab struct {
	Value, Label string
	Count        int
	On           bool
}

// Can tells whether a parcel here may go on to a state.
func (v *shipmentsIndexView) Can(to string) bool { return v.State.CanBecome(shipments.State(to)) }

// shipmentsIndex is the work that waits: what was ordered first stands first.
func shipmentsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := parcelsOf(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/shipments/index", v)
	}
}

func parcelsOf(c *fiber.Ctx, d web.Deps) (*shipmentsIndexView, error) {
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	v := &shipmentsIndexView{State: shipments.State(c.Query("show"))}
	if !slices.Contains(shipments.States(), v.State) {
		v.State = shipments.Ordered
	}
	ask := insights.AskedParcels{State: v.State, Lang: languagesOf(c, version), After: afterID[ids.Voucher](c), Size: insights.ParcelsPage + 1}
	if v.Parcels, err = insights.Parcels(c.UserContext(), d.DB, ask); err != nil {
		return nil, err
	}
	if len(v.Parcels) > insights.ParcelsPage {
		v.Parcels = v.Parcels[:insights.ParcelsPage]
		v.More = web.NextPart(c, v.Parcels[len(v.Parcels)-1].VoucherID.String())
	}
	v.Counts, err = shipments.Counts(c.UserContext(), d.DB)
	return v, err
}

type moveForm struct {
	To       string `form:"to,max=20"`
	Tracking string `form:"tracking,max=300"`
	Show     string `form:"show,max=20"`
}

// movesCreate moves a parcel on to its next state.
func movesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Voucher](c)
		if err != nil {
			return err
		}
		key, err := web.Key(c)
		if err != nil {
			return err
		}
		var form moveForm
		if err := web.Bind(c, &form); err != nil {
			return err
		}
		s := web.StaffOf(c)
		by := redeeming.Who{Staff: s.ID, Role: string(s.Role), Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c)}
		moved, err := redeeming.Ship(c.UserContext(), d.DB, redeeming.Deps{Programme: d.Programme, Keys: d.Keyring},
			redeeming.Shipping{Voucher: id, To: shipments.State(form.To), Tracking: form.Tracking, By: by, Key: key})
		if err != nil {
			return err
		}
		web.Done(c, "admin.shipments.now."+string(moved.State))
		return web.Redirect(c, "/admin/shipments?show="+web.OneOf(form.Show, "ordered", "packed", "sent", "delivered", "cancelled"))
	}
}
