package insights

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/vouchers"
)

// At is the partner whose page it is, and the languages it is read in.
type At struct {
	Partner ids.Partner
	catalogue.Languages
}

// Served is one use of a voucher at a partner, as its result shows it. CodeBox
// is nil once the code has been wiped. FirstName is whole: show less of it.
type Served struct {
	vouchers.Use
	Text      catalogue.Text `db:"text"`
	FirstName string         `db:"first_name"`
	CodeBox   []byte         `db:"code_box"`
}

// ReadServed reads one use; fault.NotFound when it is another partner's, as when
// there is none.
func ReadServed(ctx context.Context, r db.Reader, at At, id ids.Use) (Served, error) {
	var s Served
	err := r.Get(ctx, &s, `SELECT u.id, u.member_id, u.voucher_id, u.reward_id, u.partner_id, u.staff_id, u.place, u.pays,
			u.used_at, u.undone_at, u.undone_by, m.first_name, v.code_box, t.language AS "text.language", t.name AS "text.name",
			t.description AS "text.description", t.hand_over AS "text.hand_over"
		FROM voucher_uses u LEFT JOIN gifts f ON f.id = u.member_id LEFT JOIN members m ON m.id = coalesce(f.member_id, u.member_id)
		JOIN vouchers v ON v.member_id = u.member_id AND v.id = u.voucher_id
		CROSS JOIN LATERAL (SELECT x.language, x.name, x.description, x.hand_over FROM reward_texts x WHERE x.reward_id = u.reward_id
			ORDER BY (x.language = $3) DESC, (x.language = $4) DESC, x.language LIMIT 1) t
		WHERE u.id = $1 AND u.partner_id = $2`, id, at.Partner, at.Wanted, at.Main)
	return s, db.Found(err, "use_unknown", "read a partner's use")
}

// Due is what the shop owes a partner for what was used there in a month.
type Due struct {
	Uses int64
	Pays money.Amount
	// First is when anything was used there first, nil before.
	First *time.Time
	// Offers are a few of the partner's offers that members see now.
	Offers []Offering
}

// Offering is an offer in a few words. Remaining is nil where nobody counts.
type Offering struct {
	Name      string       `json:"name"`
	Language  string       `json:"language"`
	Art       string       `json:"art"`
	Price     money.Points `json:"price"`
	Remaining *int64       `json:"remaining"`
}

const selectDue = `SELECT d.uses, d.pays, (SELECT min(used_at) FROM voucher_uses WHERE partner_id = $1) AS first, (SELECT json_agg(o) FROM (
		SELECT t.name, t.language, r.art, r.price, s.remaining FROM rewards r
		CROSS JOIN LATERAL (SELECT x.language, x.name FROM reward_texts x WHERE x.reward_id = r.id
			ORDER BY (x.language = $3) DESC, (x.language = $4) DESC, x.language LIMIT 1) t
		CROSS JOIN LATERAL (SELECT cast(sum(remaining) AS bigint) AS remaining FROM reward_stock WHERE reward_id = r.id) s
		WHERE r.partner_id = $1 AND r.state = 'live' ORDER BY r.position, r.id LIMIT 4) o) AS offers
	FROM (SELECT count(*) AS uses, cast(coalesce(sum(pays), 0) AS bigint) AS pays FROM voucher_uses
		WHERE partner_id = $1 AND used_at >= $2 AND undone_at IS NULL) d`

// ReadDue reads what a partner is owed since an instant, undone uses left out,
// and its first offers, in one statement.
func ReadDue(ctx context.Context, r db.Reader, at At, since time.Time) (Due, error) {
	var row struct {
		Uses   int64        `db:"uses"`
		Pays   money.Amount `db:"pays"`
		First  *time.Time   `db:"first"`
		Offers []byte       `db:"offers"`
	}
	if err := r.Get(ctx, &row, selectDue, at.Partner, since, at.Wanted, at.Main); err != nil {
		return Due{}, fmt.Errorf("read what a partner is owed: %w", err)
	}
	due := Due{Uses: row.Uses, Pays: row.Pays, First: row.First}
	if row.Offers == nil {
		return due, nil
	}
	if err := json.Unmarshal(row.Offers, &due.Offers); err != nil {
		return Due{}, fmt.Errorf("read a partner's offers: %w", err)
	}
	return due, nil
}

// Offer is an offer with what became of it: Waiting are vouchers that can still
// be used, Uses those that were, Paid what they come to.
type Offer struct {
	ID        ids.Reward      `db:"id"`
	State     catalogue.State `db:"state"`
	Art       string          `db:"art"`
	Price     money.Points    `db:"price"`
	Pays      money.Amount    `db:"partner_pays"`
	StartsOn  *time.Time      `db:"starts_on"`
	EndsOn    *time.Time      `db:"ends_on"`
	Name      string          `db:"name"`
	Language  string          `db:"language"`
	HandOver  string          `db:"hand_over"`
	Remaining *int64          `db:"remaining"`
	Taken     int64           `db:"taken"`
	Waiting   int64           `db:"waiting"`
	Uses      int64           `db:"uses"`
	Paid      money.Amount    `db:"paid"`
}

// MaxOffers bounds the list of a partner's offers.
const MaxOffers = 200

// Offers lists a partner's offers that members see or saw, but for archived
// ones, in the shop's order. Taken leaves out what was returned.
func Offers(ctx context.Context, r db.Reader, at At, today time.Time) ([]Offer, error) {
	var list []Offer
	err := r.Select(ctx, &list, `SELECT r.id, r.state, r.art, r.price, r.partner_pays, r.starts_on, r.ends_on, t.name, t.language,
			t.hand_over, s.remaining, v.taken, v.waiting, u.uses, u.paid
		FROM rewards r
		CROSS JOIN LATERAL (SELECT x.language, x.name, x.hand_over FROM reward_texts x WHERE x.reward_id = r.id
			ORDER BY (x.language = $2) DESC, (x.language = $3) DESC, x.language LIMIT 1) t
		CROSS JOIN LATERAL (SELECT cast(sum(remaining) AS bigint) AS remaining FROM reward_stock WHERE reward_id = r.id) s
		CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state NOT IN ('returned', 'cancelled')) AS taken,
			count(*) FILTER (WHERE state = 'reserved' OR (state = 'issued' AND expires_on >= $4)) AS waiting
			FROM vouchers WHERE reward_id = r.id) v
		CROSS JOIN LATERAL (SELECT count(*) AS uses, cast(coalesce(sum(pays), 0) AS bigint) AS paid FROM voucher_uses
			WHERE partner_id = $1 AND reward_id = r.id AND undone_at IS NULL) u
		WHERE r.partner_id = $1 AND r.state IN ('live', 'paused') ORDER BY r.position, r.id LIMIT $5`,
		at.Partner, at.Wanted, at.Main, today, MaxOffers)
	if err != nil {
		return nil, fmt.Errorf("list a partner's offers: %w", err)
	}
	return list, nil
}
