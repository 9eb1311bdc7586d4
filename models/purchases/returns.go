package purchases

import (
	"context"
	"database/sql/driver"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

// LineReturned adds to what has come back of a line.
type LineReturned struct {
	MemberID   ids.Member
	PurchaseID ids.Purchase
	Line       int
	Quantity   money.Quantity
}

// AddReturned counts what came back; more than was bought violates
// returned_at_most_bought. Each line is named once.
func AddReturned(rows []LineReturned) db.Write {
	return db.Write{SQL: `
		UPDATE purchase_lines AS l SET returned = l.returned + u.quantity
		FROM unnest(cast($1 AS uuid[]), cast($2 AS uuid[]), cast($3 AS integer[]), cast($4 AS bigint[]))
			AS u (member_id, purchase_id, line, quantity)
		WHERE l.member_id = u.member_id AND l.purchase_id = u.purchase_id AND l.line = u.line`,
		Args: []any{
			texts(rows, func(r LineReturned) string { return r.MemberID.String() }),
			texts(rows, func(r LineReturned) string { return r.PurchaseID.String() }),
			numbers(rows, func(r LineReturned) int { return r.Line }),
			numbers(rows, func(r LineReturned) money.Quantity { return r.Quantity }),
		}}
}

// IsTooMuch tells whether AddReturned failed because more came back than was
// bought.
func IsTooMuch(err error) bool { return db.Violated(err, "returned_at_most_bought") }

// Lessen takes from purchases what came back of their points and of what counts
// towards tiers. The rows are as they are after the return; each once.
func Lessen(rows []Purchase) db.Write {
	return db.Write{SQL: `
		UPDATE purchases AS p SET points_returned = u.points_returned, tier_spend = u.tier_spend, tier_points = u.tier_points
		FROM unnest(cast($1 AS uuid[]), cast($2 AS uuid[]), cast($3 AS bigint[]), cast($4 AS bigint[]), cast($5 AS bigint[]))
			AS u (member_id, id, points_returned, tier_spend, tier_points)
		WHERE p.member_id = u.member_id AND p.id = u.id`,
		Args: []any{
			texts(rows, func(p Purchase) string { return p.MemberID.String() }),
			texts(rows, func(p Purchase) string { return p.ID.String() }),
			numbers(rows, func(p Purchase) money.Points { return p.PointsReturned }),
			numbers(rows, func(p Purchase) money.Amount { return p.TierSpend }),
			numbers(rows, func(p Purchase) money.Points { return p.TierPoints }),
		}}
}

// InsertReturn writes returns.
func InsertReturn(rows ...Return) (db.Write, error) {
	lines, err := documents(rows, func(r Return) driver.Valuer { return r.Lines })
	if err != nil {
		return db.Write{}, err
	}
	return db.Write{SQL: `
		INSERT INTO returns (member_id, purchase_id, id, reference, returned_at, recorded_at, amount, due, taken, forgiven, owed, restored, lines, lapsed)
		SELECT u.member_id, u.purchase_id, u.id, u.reference, u.returned_at, u.recorded_at, u.amount, u.due, u.taken, u.forgiven, u.owed,
			u.restored, cast(u.lines AS jsonb), u.lapsed
		FROM unnest(cast($1 AS uuid[]), cast($2 AS uuid[]), cast($3 AS uuid[]), cast($4 AS text[]), cast($5 AS timestamptz[]),
			cast($6 AS timestamptz[]), cast($7 AS bigint[]), cast($8 AS bigint[]), cast($9 AS bigint[]), cast($10 AS bigint[]),
			cast($11 AS bigint[]), cast($12 AS bigint[]), cast($13 AS text[]), cast($14 AS bigint[]))
			AS u (member_id, purchase_id, id, reference, returned_at, recorded_at, amount, due, taken, forgiven, owed, restored, lines, lapsed)`,
		Args: []any{
			texts(rows, func(r Return) string { return r.MemberID.String() }),
			texts(rows, func(r Return) string { return r.PurchaseID.String() }),
			texts(rows, func(r Return) string { return r.ID.String() }),
			texts(rows, func(r Return) string { return r.Reference }),
			instants(rows, func(r Return) time.Time { return r.ReturnedAt }),
			instants(rows, func(r Return) time.Time { return r.RecordedAt }),
			numbers(rows, func(r Return) money.Amount { return r.Amount }),
			numbers(rows, func(r Return) money.Points { return r.Due }),
			numbers(rows, func(r Return) money.Points { return r.Taken }),
			numbers(rows, func(r Return) money.Points { return r.Forgiven }),
			numbers(rows, func(r Return) money.Points { return r.Owed }),
			numbers(rows, func(r Return) money.Points { return r.Restored }),
			lines,
			numbers(rows, func(r Return) money.Points { return r.Lapsed }),
		}}, nil
}

// ReturnReference is a return's name in the shop's own system, claimed once.
// PurchaseID is zero while the return waits for its purchase.
type ReturnReference struct {
	Reference  string       `db:"reference"`
	ReturnID   ids.Return   `db:"return_id"`
	PurchaseID ids.Purchase `db:"purchase_id"`
	InputHash  []byte       `db:"input_hash"`
}

// ClaimReturns takes return references; IsReturnTaken tells when one is taken.
func ClaimReturns(rows ...ReturnReference) db.Write {
	hashes := make([][]byte, len(rows))
	for i, r := range rows {
		hashes[i] = r.InputHash
	}
	return db.Write{SQL: `
		INSERT INTO return_references (reference, return_id, purchase_id, input_hash)
		SELECT u.reference, u.return_id, cast(nullif(u.purchase_id, '') AS uuid), u.input_hash
		FROM unnest(cast($1 AS text[]), cast($2 AS uuid[]), cast($3 AS text[]), cast($4 AS bytea[]))
			AS u (reference, return_id, purchase_id, input_hash)`,
		Args: []any{
			texts(rows, func(r ReturnReference) string { return r.Reference }),
			texts(rows, func(r ReturnReference) string { return r.ReturnID.String() }),
			texts(rows, func(r ReturnReference) string { return r.PurchaseID.String() }),
			byteas(hashes),
		}}
}

// IsReturnTaken tells whether a claim failed because a return has the reference.
func IsReturnTaken(err error) bool { return db.Violated(err, "return_references_pkey") }

// FindReturnReference finds who claimed a return's reference; fault.NotFound
// when nobody did.
func FindReturnReference(ctx context.Context, r db.Reader, reference string) (ReturnReference, error) {
	var out ReturnReference
	err := r.Get(ctx, &out, `
		SELECT reference, return_id, purchase_id, input_hash FROM return_references WHERE reference = $1`, reference)
	return out, db.Found(err, "return_unknown", "find a return's reference")
}
