package reservations

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// EndsOnce is the unique index that a second end violates.
const EndsOnce = "reservation_ends_pkey"

// Vouchers are stored as uuid[].
type Vouchers []ids.Voucher

// Value writes uuid[].
func (v Vouchers) Value() (driver.Value, error) {
	text := make([]string, len(v))
	for i, id := range v {
		text[i] = id.String()
	}
	return pq.StringArray(text).Value()
}

// Scan reads uuid[].
func (v *Vouchers) Scan(src any) error {
	var text pq.StringArray
	if err := text.Scan(src); err != nil {
		return fmt.Errorf("scan a reservation's vouchers: %w", err)
	}
	*v = make(Vouchers, len(text))
	for i := range text {
		if err := (*v)[i].UnmarshalText([]byte(text[i])); err != nil {
			return fmt.Errorf("scan a reservation's vouchers: %w", err)
		}
	}
	return nil
}

// Insert keeps a new reservation. Its holds are the ledger's.
func Insert(r Reservation) db.Write {
	return db.Write{SQL: `INSERT INTO reservations (member_id, id, points, amount, credit, vouchers, total, channel, version, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		Args: []any{r.MemberID, r.ID, r.Points, r.Amount, r.Credit, r.Vouchers, r.Total, r.Channel, r.Version, r.CreatedAt, r.ExpiresAt}}
}

// End ends a reservation, once: a second end fails the statement (EndsOnce).
// PurchaseID is given when it was captured.
func End(r Reservation, how State, purchase ids.Purchase, at time.Time) []db.Write {
	return []db.Write{
		{SQL: `INSERT INTO reservation_ends (member_id, id, kind, purchase_id, ended_at) VALUES ($1, $2, $3, $4, $5)`,
			Args: []any{r.MemberID, r.ID, how, purchase, at}},
		{SQL: `UPDATE reservations SET open = false WHERE member_id = $1 AND id = $2`, Args: []any{r.MemberID, r.ID}},
	}
}

const columns = `r.member_id, r.id, r.points, r.amount, r.credit, r.vouchers, r.total, r.channel, r.version, r.created_at, r.expires_at,
	coalesce(e.kind, '') AS ended, e.ended_at, e.purchase_id`

const from = ` FROM reservations r LEFT JOIN reservation_ends e ON e.member_id = r.member_id AND e.id = r.id `

// Find gives a reservation; fault.NotFound "reservation_unknown" when there is
// none. The caller checks whose it is.
func Find(ctx context.Context, r db.Reader, id ids.Reservation) (Reservation, error) {
	var found Reservation
	err := r.Get(ctx, &found, `SELECT `+columns+from+`WHERE r.id = $1`, id)
	return found, db.Found(err, "reservation_unknown", "find a reservation")
}

// Due gives up to limit reservations that are over and not yet ended.
func Due(ctx context.Context, r db.Reader, limit int) ([]Reservation, error) {
	var due []Reservation
	err := r.Select(ctx, &due, `SELECT `+columns+from+`WHERE r.open AND r.expires_at <= $1 ORDER BY r.expires_at LIMIT $2`, r.Time(), limit)
	if err != nil {
		return nil, fmt.Errorf("find reservations that are over: %w", err)
	}
	return due, nil
}
