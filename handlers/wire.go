package handlers

import (
	"fealty/handlers/ops"
	"fealty/handlers/web"
	"fealty/models/apikeys"
	"fealty/models/club"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/staff"
	"fealty/models/vouchers"
	"fealty/views"
)

// hasherSeats is how many passwords are worked on at once; each takes 19 MiB.
const hasherSeats = 4

// purchaseLanes is how many transactions of shared purchases run at the same
// time: while one waits for its commit the next is worked out.
const purchaseLanes = 2

// Wire makes what handlers are given out of what main has: DB, Config, Log and Version, and Views where they were read before. A
// template or locale that can't be read is an error, and the program must not start.
func Wire(d web.Deps) (web.Deps, error) {
	var err error
	if d.Views == nil {
		if d.Views, err = views.New(); err != nil {
			return d, err
		}
	}
	d.APIKeys = apikeys.NewFinder(d.DB)
	d.Purchases = recording.NewQueue(d.DB, purchaseLanes)
	d.Programme, d.Club = &programme.Cache{}, &club.Cache{}
	d.Keyring = vouchers.Keyring{Lookup: d.Config.Key("vouchers.lookup"), Box: d.Config.Key("vouchers.box")}
	d.CodeKey = d.Config.Key("codes")
	d.Hasher = staff.NewHasher(hasherSeats, d.DB.Random)
	if d.Box, err = staff.NewBox(d.Config.Key("staff.totp")); err != nil {
		return d, err
	}
	d.StaffLinks = staff.NewInvitations(d.Config.Key("staff.links"))
	d.Demo = d.Demo && d.Config.IsLoopback()
	meter := ops.NewMeter(d.DB, d.Version, web.StatusOf)
	d.Metrics = meter.Handler()
	d.Extra = append(d.Extra, meter.Watch)
	return d, nil
}
