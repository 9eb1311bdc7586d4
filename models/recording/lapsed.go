package recording

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/purchases"
)

// Lapsed is how much of what purchases gave has been booked as expired, less
// what earlier returns of them have counted already; nothing for one that is
// missing. What is past its day and not booked yet is still in its lot, and is
// taken from there.
func Lapsed(ctx context.Context, r db.Reader, list ...purchases.Purchase) (map[ids.Purchase]money.Points, error) {
	var members []ids.Member
	var asked []ids.Purchase
	var lots []int64
	for _, p := range list {
		if p.EntrySeq != nil {
			members, asked, lots = append(members, p.MemberID), append(asked, p.ID), append(lots, *p.EntrySeq)
		}
	}
	var rows []struct {
		Purchase ids.Purchase `db:"purchase"`
		Points   money.Points `db:"points"`
	}
	err := r.Select(ctx, &rows, `SELECT a.purchase, cast(e.expired - coalesce((SELECT sum(x.lapsed) FROM returns x
			WHERE x.member_id = a.member AND x.purchase_id = a.purchase), 0) AS bigint) AS points
		FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS a (member, purchase, lot)
		CROSS JOIN LATERAL (SELECT coalesce(sum(u.amount), 0) AS expired FROM lot_uses u
			JOIN entries e ON e.member_id = u.member_id AND e.wallet = u.wallet AND e.seq = u.entry_seq AND e.kind = 'expired'
			WHERE u.member_id = a.member AND u.wallet = 'points' AND u.lot_seq = a.lot) e
		WHERE e.expired > 0`, pq.Array(members), pq.Array(asked), pq.Array(lots))
	if err != nil {
		return nil, fmt.Errorf("read what purchases gave and expired: %w", err)
	}
	lapsed := make(map[ids.Purchase]money.Points, len(rows))
	for _, row := range rows {
		lapsed[row.Purchase] = max(0, row.Points)
	}
	return lapsed, nil
}

// Reclaim is what a return is to take back: of the purchase's own lot first.
func (d ReturnDecision) Reclaim() ledger.Reclaim {
	r := ledger.Reclaim{Member: d.Purchase.MemberID, Amount: d.Due}
	if d.Purchase.EntrySeq != nil {
		r.From = *d.Purchase.EntrySeq
	}
	return r
}
