package causes

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

// Payout is what the shop has paid to a cause: members' gifts and what the shop
// adds to them, in minor units, with the proof that everybody may read and what
// it did.
type Payout struct {
	ID         ids.Payout   `db:"id"`
	CauseID    ids.Cause    `db:"cause_id"`
	Gifts      int64        `db:"gifts"`
	Points     money.Points `db:"points"`
	Amount     money.Amount `db:"amount"`
	Matched    money.Amount `db:"matched"`
	PaidOn     time.Time    `db:"paid_on"`
	Proof      string       `db:"proof"`
	Did        string       `db:"did"`
	RecordedAt time.Time    `db:"recorded_at"`
	RecordedBy ids.Staff    `db:"recorded_by"`
}

// Paid is the whole that was paid.
func (p Payout) Paid() money.Amount { return p.Amount + p.Matched }

// CheckProof names bad words of a payout: the proof is needed.
func CheckProof(proof, did string) error {
	var wrong fault.Fields
	if strings.TrimSpace(proof) == "" {
		wrong.Add("proof", "required")
	}
	for field, text := range map[string]string{"proof": proof, "did": did} {
		if utf8.RuneCountInString(text) > 500 {
			wrong.Add(field, "too_long", fault.Params{"max": 500})
		}
	}
	return wrong.Err()
}

const payoutColumns = `id, cause_id, gifts, points, amount, matched, paid_on, proof, did, recorded_at, recorded_by`

// Lock holds a cause, so that its payouts are recorded one after the other.
func Lock(ctx context.Context, tx *db.Tx, id ids.Cause) error {
	var held ids.Cause
	return db.Found(tx.Get(ctx, &held, `SELECT id FROM causes WHERE id = $1 FOR UPDATE`, id), "cause_unknown", "hold a cause")
}

// InsertPayout records a payout.
func InsertPayout(ctx context.Context, tx *db.Tx, p Payout) error {
	_, err := tx.Exec(ctx, `INSERT INTO cause_payouts (`+payoutColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		p.ID, p.CauseID, p.Gifts, p.Points, p.Amount, p.Matched, p.PaidOn, p.Proof, p.Did, p.RecordedAt, p.RecordedBy)
	if err != nil {
		return fmt.Errorf("record a payout: %w", err)
	}
	return nil
}

// TellPayout corrects the words of a payout; its figures stand.
func TellPayout(ctx context.Context, tx *db.Tx, id ids.Payout, proof, did string) error {
	n, err := tx.Exec(ctx, `UPDATE cause_payouts SET proof = $2, did = $3 WHERE id = $1`, id, proof, did)
	if err != nil {
		return fmt.Errorf("correct a payout's words: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "not_found")
	}
	return nil
}

// Payouts gives the payouts to a cause, or with the zero id to all, the latest
// first, from before a given one (the zero id: from the latest).
func Payouts(ctx context.Context, r db.Reader, cause ids.Cause, before ids.Payout) ([]Payout, error) {
	var list []Payout
	err := r.Select(ctx, &list, `SELECT `+payoutColumns+` FROM cause_payouts
		WHERE ($1::uuid IS NULL OR cause_id = $1)
		AND ($2::uuid IS NULL OR (paid_on, id) < (SELECT paid_on, id FROM cause_payouts WHERE id = $2))
		ORDER BY paid_on DESC, id DESC LIMIT $3`, cause, before, PayoutPage)
	if err != nil {
		return nil, fmt.Errorf("list payouts: %w", err)
	}
	return list, nil
}

// PayoutPage is how many payouts Payouts gives at once.
const PayoutPage = 50
