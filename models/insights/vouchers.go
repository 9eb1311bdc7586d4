package insights

import (
	"context"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/vouchers"
)

// Ticket is a member's voucher with the words of its reward, in the reader's
// language where there are any, and where it was used.
type Ticket struct {
	vouchers.Voucher
	Language    string           `db:"language"`
	Name        string           `db:"name"`
	Art         string           `db:"art"`
	Places      catalogue.Places `db:"places"`
	PartnerName string           `db:"partner_name"`
	UsePlace    string           `db:"use_place"`
	Kind        catalogue.Kind   `db:"kind"`
	Percent     *int             `db:"percent"`
	Codes       catalogue.Codes  `db:"codes"`
	NoReturn    bool             `db:"no_return"`
	NoGift      bool             `db:"no_gift"`
	PictureID   ids.Picture      `db:"picture_id"`
	// Shipment is how far it has come by post; "" for what doesn't go there.
	Shipment string `db:"shipment"`
	// Gift is how far it is on its way to a friend, "" for what was never sent or
	// came back; GivenAt when somebody accepted it. IsGift says that it came so.
	Gift    gifts.State `db:"gift"`
	GivenAt *time.Time  `db:"given_at"`
	IsGift  bool        `db:"is_gift"`
	catalogue.Terms
}

// Reward is what the voucher's reward says about returning it and handing it on.
func (t Ticket) Reward() catalogue.Reward {
	return catalogue.Reward{ID: t.RewardID, Kind: t.Kind, Codes: t.Codes, NoReturn: t.NoReturn, NoGift: t.NoGift, Terms: t.Terms}
}

// Pile is one of the three heaps that a member's vouchers lie on.
type Pile string

// The piles: what can be used, what was used, and what ended without.
const (
	Unused Pile = "unused"
	Used   Pile = "used"
	Ended  Pile = "ended"
)

// TicketPage is how many vouchers a page lists.
const TicketPage = 20

const ticket = `SELECT v.member_id, v.id, v.reward_id, v.partner_id, v.state, v.code_key, v.code_box, v.price, v.worth, v.pays,
		v.entry_seq, v.issued_at, v.expires_on, v.used_at, v.returned_at, v.granted_by, v.shared_id, t.language, t.name, r.art, r.places,
		coalesce(p.name, '') AS partner_name, coalesce(h.name, u.place, '') AS use_place,
		r.kind, r.percent, r.codes, r.no_return, r.no_gift, r.picture_id, coalesce(g.state, '') AS shipment,
		coalesce(k.state, '') AS gift, k.ended_at AS given_at, EXISTS (SELECT FROM gifts y WHERE y.given_id = v.id) AS is_gift,
		r.happens_at, r.venue, r.opens, r.public_on, r.stamps, r.stamp_of, r.granted_from
	FROM vouchers v JOIN rewards r ON r.id = v.reward_id
	CROSS JOIN LATERAL (SELECT x.language, x.name FROM reward_texts x WHERE x.reward_id = r.id
		ORDER BY (x.language = $2) DESC, (x.language = $3) DESC, x.language LIMIT 1) t
	LEFT JOIN partners p ON p.id = v.partner_id
	LEFT JOIN voucher_uses u ON u.voucher_id = v.id AND u.undone_at IS NULL
	LEFT JOIN shops h ON h.key = u.place
	LEFT JOIN shipments g ON g.member_id = v.member_id AND g.voucher_id = v.id
	LEFT JOIN gifts k ON k.voucher_id = v.id AND k.state IN ('open', 'accepted')
	WHERE v.member_id = $1 `

// Asked is whose vouchers, in which languages, of which pile, from after which
// one (zero: from the newest), on which day.
type Asked struct {
	Reader
	Main  string
	Pile  Pile
	After ids.Voucher
	Today time.Time
}

// Tickets lists a pile, the newest first: one more than TicketPage where there
// are more.
func Tickets(ctx context.Context, r db.Reader, a Asked) ([]Ticket, error) {
	var list []Ticket
	err := r.Select(ctx, &list, ticket+`AND ($5::uuid IS NULL OR v.id < $5) AND $4 = CASE
			WHEN v.state = 'used' THEN 'used'
			WHEN v.state = 'reserved' OR (v.state = 'issued' AND v.expires_on >= $6) THEN 'unused'
			ELSE 'ended' END
		ORDER BY v.id DESC LIMIT $7`, a.Member, a.Language, a.Main, a.Pile, a.After, a.Today, TicketPage+1)
	if err != nil {
		return nil, fmt.Errorf("list a member's vouchers: %w", err)
	}
	return list, nil
}

// ReadTicket reads one voucher of a member; fault.NotFound when it isn't theirs.
func ReadTicket(ctx context.Context, r db.Reader, a Asked, id ids.Voucher) (Ticket, error) {
	var t Ticket
	err := r.Get(ctx, &t, ticket+`AND v.id = $4`, a.Member, a.Language, a.Main, id)
	return t, db.Found(err, "voucher_unknown", "read a member's voucher")
}
