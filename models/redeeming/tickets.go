package redeeming

import (
	"context"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/vouchers"
)

// Ticket is a voucher as its member sees it, with the words of its reward. Place
// tells where a used one was used.
type Ticket struct {
	vouchers.Voucher
	catalogue.Text
	Kind        catalogue.Kind   `db:"kind"`
	Percent     *int             `db:"percent"`
	Places      catalogue.Places `db:"places"`
	Art         string           `db:"art"`
	PartnerName string           `db:"partner_name"`
	Place       string           `db:"place"`
	catalogue.Terms
}

const ticket = `SELECT v.member_id, v.id, v.reward_id, v.partner_id, v.state, v.code_key, v.code_box, v.price, v.worth, v.pays,
	v.entry_seq, v.issued_at, v.expires_on, v.used_at, v.returned_at,
	t.language, t.name, t.description, t.hand_over, r.kind, r.percent, r.places, r.art,
	coalesce(p.name, '') AS partner_name, coalesce(u.place, '') AS place,
	r.happens_at, r.venue, r.opens, r.public_on, r.stamps, r.stamp_of, r.granted_from
	FROM vouchers v JOIN rewards r ON r.id = v.reward_id
	CROSS JOIN LATERAL (SELECT x.language, x.name, x.description, x.hand_over FROM reward_texts x WHERE x.reward_id = r.id
		ORDER BY (x.language = $1) DESC, (x.language = $2) DESC, x.language LIMIT 1) t
	LEFT JOIN partners p ON p.id = v.partner_id
	LEFT JOIN voucher_uses u ON u.voucher_id = v.id AND u.undone_at IS NULL`

// TicketsPage is how many Tickets gives at once.
const TicketsPage = 50

// Tickets gives a page of a member's vouchers, the newest first, after the given
// one (zero: from the newest).
func Tickets(ctx context.Context, r db.Reader, member ids.Member, lang catalogue.Languages, after ids.Voucher) ([]Ticket, error) {
	var list []Ticket
	err := r.Select(ctx, &list, ticket+` WHERE v.member_id = $3 AND ($4::uuid IS NULL OR v.id < $4) ORDER BY v.id DESC LIMIT $5`,
		lang.Wanted, lang.Main, member, after, TicketsPage)
	if err != nil {
		return nil, fmt.Errorf("list vouchers: %w", err)
	}
	return list, nil
}

// TicketFor gives one voucher of a member; fault.NotFound when it is not theirs.
// Show its code with Keyring.Open while it is issued.
func TicketFor(ctx context.Context, r db.Reader, own Own, lang catalogue.Languages) (Ticket, error) {
	var one Ticket
	err := r.Get(ctx, &one, ticket+` WHERE v.member_id = $3 AND v.id = $4`, lang.Wanted, lang.Main, own.Member, own.Voucher)
	return one, db.Found(err, "voucher_unknown", "show a voucher")
}

// Own names one voucher of one member.
type Own struct {
	Member  ids.Member
	Voucher ids.Voucher
}

// PartnerUse is one use at a partner: when, which offer, whose guest, and what
// the shop pays. Undone ones are among them.
type PartnerUse struct {
	vouchers.Use
	Name      string `db:"name"`
	Language  string `db:"language"`
	FirstName string `db:"first_name"`
}

// Guest is the guest's first name and initial.
func (u PartnerUse) Guest() string { return GuestName(u.FirstName) }

// UsesPage is how many UsesOf gives at once.
const UsesPage = 50

// Uses asks for a partner's uses since an instant, older than the one given
// (zero: from the newest).
type Uses struct {
	Partner ids.Partner
	Since   time.Time
	After   ids.Use
}

// UsesOf gives a page of what was used at a partner, the newest first.
func UsesOf(ctx context.Context, r db.Reader, ask Uses, lang catalogue.Languages) ([]PartnerUse, error) {
	var list []PartnerUse
	err := r.Select(ctx, &list, `SELECT u.id, u.member_id, u.voucher_id, u.reward_id, u.partner_id, u.staff_id, u.place, u.pays,
			u.used_at, u.undone_at, u.undone_by, t.name, t.language, m.first_name
		FROM voucher_uses u LEFT JOIN gifts f ON f.id = u.member_id LEFT JOIN members m ON m.id = coalesce(f.member_id, u.member_id)
		CROSS JOIN LATERAL (SELECT x.language, x.name FROM reward_texts x WHERE x.reward_id = u.reward_id
			ORDER BY (x.language = $1) DESC, (x.language = $2) DESC, x.language LIMIT 1) t
		WHERE u.partner_id = $3 AND u.used_at >= $4 AND ($5::uuid IS NULL OR u.id < $5) ORDER BY u.used_at DESC, u.id DESC LIMIT $6`,
		lang.Wanted, lang.Main, ask.Partner, ask.Since, ask.After, UsesPage)
	if err != nil {
		return nil, fmt.Errorf("list a partner's uses: %w", err)
	}
	return list, nil
}

// PartnerSum is what uses at a partner come to, undone ones left out.
type PartnerSum struct {
	Uses int64        `db:"uses"`
	Pays money.Amount `db:"pays"`
}

// SumOf sums a partner's uses since an instant.
func SumOf(ctx context.Context, r db.Reader, partner ids.Partner, since time.Time) (PartnerSum, error) {
	var s PartnerSum
	err := r.Get(ctx, &s, `SELECT count(*) AS uses, cast(coalesce(sum(pays), 0) AS bigint) AS pays FROM voucher_uses
		WHERE partner_id = $1 AND used_at >= $2 AND undone_at IS NULL`, partner, since)
	if err != nil {
		return s, fmt.Errorf("sum a partner's uses: %w", err)
	}
	return s, nil
}
