package shipments

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `s.member_id, s.voucher_id, s.reward_id, s.state, s.recipient, s.street, s.postcode, s.city, s.country, s.tracking,
	s.ordered_at, s.packed_at, s.sent_at, s.ended_at`

// KeepAddress is how long an address stays once its shipment is over.
const KeepAddress = 90 * 24 * time.Hour

// Insert keeps a new order.
func Insert(s Shipment) db.Write {
	return db.Write{SQL: `INSERT INTO shipments (member_id, voucher_id, reward_id, state, recipient, street, postcode, city, country, ordered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		Args: []any{s.MemberID, s.VoucherID, s.RewardID, s.State, s.Recipient, s.Street, s.Postcode, s.City, s.Country, s.OrderedAt}}
}

// Update keeps how far it has come. The caller holds the voucher's row.
func Update(s Shipment) db.Write {
	return db.Write{SQL: `UPDATE shipments SET state = $3, tracking = $4, packed_at = $5, sent_at = $6, ended_at = $7
		WHERE member_id = $1 AND voucher_id = $2`,
		Args: []any{s.MemberID, s.VoucherID, s.State, s.Tracking, s.PackedAt, s.SentAt, s.EndedAt}}
}

// Find gives the shipment of a voucher; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, member ids.Member, voucher ids.Voucher) (Shipment, error) {
	var s Shipment
	err := r.Get(ctx, &s, `SELECT `+columns+` FROM shipments s WHERE s.member_id = $1 AND s.voucher_id = $2`, member, voucher)
	return s, db.Found(err, "shipment_unknown", "find a shipment")
}

// FindByVoucher is Find for staff, who know the voucher only.
func FindByVoucher(ctx context.Context, r db.Reader, voucher ids.Voucher) (Shipment, error) {
	var s Shipment
	err := r.Get(ctx, &s, `SELECT `+columns+` FROM shipments s WHERE s.voucher_id = $1`, voucher)
	return s, db.Found(err, "shipment_unknown", "find a shipment")
}

// OfMember lists a member's shipments, the newest first, for their export.
func OfMember(ctx context.Context, r db.Reader, member ids.Member) ([]Shipment, error) {
	var list []Shipment
	err := r.Select(ctx, &list, `SELECT `+columns+` FROM shipments s WHERE s.member_id = $1 ORDER BY s.ordered_at DESC LIMIT 1000`, member)
	if err != nil {
		return nil, fmt.Errorf("list a member's shipments: %w", err)
	}
	return list, nil
}

// Counts tells how many stand in each state.
func Counts(ctx context.Context, r db.Reader) (map[State]int, error) {
	var rows []struct {
		State State `db:"state"`
		N     int   `db:"n"`
	}
	if err := r.Select(ctx, &rows, `SELECT state, count(*) AS n FROM shipments GROUP BY state`); err != nil {
		return nil, fmt.Errorf("count shipments: %w", err)
	}
	counts := map[State]int{}
	for _, row := range rows {
		counts[row.State] = row.N
	}
	return counts, nil
}

// Erase empties people's addresses for good; what has not left yet is cancelled.
func Erase(people []ids.Member) []db.Write {
	return []db.Write{{SQL: `UPDATE shipments SET recipient = '', street = '', postcode = '', city = '', country = '', tracking = '',
		state = CASE WHEN state IN ('ordered', 'packed') THEN 'cancelled' ELSE state END WHERE member_id = ANY($1)`, Args: []any{pq.Array(people)}}}
}

// WipeOld empties up to limit addresses of shipments that were over before an
// instant, and answers how many.
func WipeOld(ctx context.Context, tx *db.Tx, before time.Time, limit int) (int64, error) {
	n, err := tx.Exec(ctx, `UPDATE shipments s SET recipient = '', street = '', postcode = '', city = '', country = '' FROM (
			SELECT member_id, voucher_id FROM shipments WHERE ended_at < $1 AND recipient <> '' LIMIT $2 FOR UPDATE SKIP LOCKED) old
		WHERE s.member_id = old.member_id AND s.voucher_id = old.voucher_id`, before, limit)
	if err != nil {
		return 0, fmt.Errorf("wipe old addresses: %w", err)
	}
	return n, nil
}
