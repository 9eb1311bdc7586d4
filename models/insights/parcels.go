package insights

import (
	"context"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/shipments"
)

// Parcel is a shipment as the shop's people work through them.
type Parcel struct {
	shipments.Shipment
	Language  string `db:"language"`
	Name      string `db:"name"`
	FirstName string `db:"first_name"`
	Number    string `db:"number"`
}

// ParcelsPage is how many a page lists, ParcelsMost how many a spreadsheet.
const (
	ParcelsPage = 25
	ParcelsMost = 5000
)

// AskedParcels asks for so many parcels of a state, after one of them.
type AskedParcels struct {
	State shipments.State
	Lang  catalogue.Languages
	After ids.Voucher
	Size  int
}

// Parcels lists shipments by when they were ordered, the first ordered first.
func Parcels(ctx context.Context, r db.Reader, a AskedParcels) ([]Parcel, error) {
	var list []Parcel
	err := r.Select(ctx, &list, `SELECT s.member_id, s.voucher_id, s.reward_id, s.state, s.recipient, s.street, s.postcode, s.city, s.country,
			s.tracking, s.ordered_at, s.packed_at, s.sent_at, s.ended_at, t.language, t.name, m.first_name, m.number
		FROM shipments s JOIN members m ON m.id = s.member_id
		CROSS JOIN LATERAL (SELECT x.language, x.name FROM reward_texts x WHERE x.reward_id = s.reward_id
			ORDER BY (x.language = $1) DESC, (x.language = $2) DESC, x.language LIMIT 1) t
		WHERE s.state = $3 AND ($4::uuid IS NULL OR s.voucher_id > $4) ORDER BY s.voucher_id LIMIT $5`,
		a.Lang.Wanted, a.Lang.Main, a.State, a.After, a.Size)
	if err != nil {
		return nil, fmt.Errorf("list parcels: %w", err)
	}
	return list, nil
}

// Guest is somebody with a seat; UsedAt is when they came.
type Guest struct {
	MemberID  ids.Member `db:"member_id"`
	FirstName string     `db:"first_name"`
	Number    string     `db:"number"`
	UsedAt    *time.Time `db:"used_at"`
}

// GuestList is an event with those who come.
type GuestList struct {
	Reward catalogue.Card
	Guests []Guest
}

// Came counts those who are there.
func (g GuestList) Came() (n int) {
	for _, guest := range g.Guests {
		if guest.UsedAt != nil {
			n++
		}
	}
	return n
}

// guestsMost bounds a list of guests.
const guestsMost = 5000

// ReadGuests lists who has a seat, by name; fault.NotFound for an unknown reward.
func ReadGuests(ctx context.Context, r db.Reader, id ids.Reward, lang catalogue.Languages) (GuestList, error) {
	card, err := catalogue.Show(ctx, r, id, lang)
	if err != nil {
		return GuestList{}, err
	}
	list := GuestList{Reward: card}
	err = r.Select(ctx, &list.Guests, `SELECT m.id AS member_id, m.first_name, m.number, v.used_at FROM vouchers v
		LEFT JOIN gifts f ON f.id = v.member_id JOIN members m ON m.id = coalesce(f.member_id, v.member_id)
		WHERE v.reward_id = $1 AND v.state IN ('issued', 'used') ORDER BY m.first_name, m.number, v.id LIMIT $2`, id, guestsMost)
	if err != nil {
		return list, fmt.Errorf("list guests: %w", err)
	}
	return list, nil
}
