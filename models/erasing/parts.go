package erasing

import (
	"slices"
	"time"

	"fealty/models/adjustments"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fields"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/limits"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/purchases"
	"fealty/models/referrals"
	"fealty/models/sessions"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

// subject is who is erased: all ids of one person, and their contacts by value.
type subject struct {
	people   []ids.Member
	contacts []string
	at       time.Time
}

// parts are the owners' writes, all in one statement. Add yours here when a table
// of yours gets something about a member; no two may touch the same row.
func (s subject) parts() []db.Write {
	return slices.Concat(
		members.Erase(s.people, s.at),
		sessions.Erase(s.people, s.contacts),
		messages.Erase(s.people, s.contacts),
		purchases.Erase(s.people, s.contacts),
		limits.Erase(s.contacts),
		vouchers.Erase(s.people),
		referrals.Erase(s.people),
		gifts.Erase(s.people, s.at),
		adjustments.Erase(s.people),
		fields.Erase(s.people),
		catalogue.Erase(s.people),
		shipments.Erase(s.people),
		[]db.Write{ledger.ReleaseAll(s.people...)},
	)
}
