package adjustments

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `id, member_id, points, reason, state, asked_by, asked_at, decided_by, decided_at, entry_seq`

// Page bounds a list.
const Page = 100

// Insert keeps what waits for a second person.
func Insert(a Adjustment) db.Write {
	return db.Write{SQL: `INSERT INTO adjustments (id, member_id, points, reason, state, asked_by, asked_at) VALUES ($1, $2, $3, $4, 'waiting', $5, $6)`,
		Args: []any{a.ID, a.MemberID, a.Points, a.Reason, a.AskedBy, a.AskedAt}}
}

// Find reads one; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, id ids.Adjustment) (Adjustment, error) {
	return one(ctx, r, `SELECT `+columns+` FROM adjustments WHERE id = $1`, id)
}

// Lock is Find, and holds the row until the transaction ends.
func Lock(ctx context.Context, tx *db.Tx, id ids.Adjustment) (Adjustment, error) {
	return one(ctx, tx, `SELECT `+columns+` FROM adjustments WHERE id = $1 FOR UPDATE`, id)
}

func one(ctx context.Context, r db.Reader, query string, id ids.Adjustment) (Adjustment, error) {
	var a Adjustment
	err := r.Get(ctx, &a, query, id)
	return a, db.Found(err, "not_found", "find an adjustment")
}

// Decide writes what the second person said. The caller holds the row.
func Decide(a Adjustment) db.Write {
	return db.Write{SQL: `UPDATE adjustments SET state = $2, decided_by = $3, decided_at = $4, entry_seq = $5 WHERE id = $1 AND state = 'waiting'`,
		Args: []any{a.ID, string(a.State), a.DecidedBy, a.DecidedAt, a.EntrySeq}}
}

// List gives those that wait, the oldest first.
func List(ctx context.Context, r db.Reader) ([]Adjustment, error) {
	return list(ctx, r, `SELECT `+columns+` FROM adjustments WHERE state = 'waiting' ORDER BY id LIMIT $1`, Page)
}

// OfMember gives those of a member that wait, the oldest first.
func OfMember(ctx context.Context, r db.Reader, member ids.Member) ([]Adjustment, error) {
	return list(ctx, r, `SELECT `+columns+` FROM adjustments WHERE member_id = $2 AND state = 'waiting' ORDER BY id LIMIT $1`, Page, member)
}

func list(ctx context.Context, r db.Reader, query string, args ...any) ([]Adjustment, error) {
	var out []Adjustment
	if err := r.Select(ctx, &out, query, args...); err != nil {
		return nil, fmt.Errorf("list adjustments: %w", err)
	}
	return out, nil
}

// Count tells how many wait for one of the staff: those that somebody else asked
// for.
func Count(ctx context.Context, r db.Reader, by ids.Staff) (int, error) {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM adjustments WHERE state = 'waiting' AND asked_by <> $1`, by)
	if err != nil {
		return 0, fmt.Errorf("count adjustments: %w", err)
	}
	return n, nil
}

// Erase forgets why points of people were to be moved; what waited is over.
func Erase(people []ids.Member) []db.Write {
	return []db.Write{{SQL: `UPDATE adjustments SET reason = '', state = CASE WHEN state = 'waiting' THEN 'refused' ELSE state END
		WHERE member_id = ANY($1)`, Args: []any{pq.Array(people)}}}
}

// Hand lets what waits for one member wait for another, into whom they are merged.
func Hand(from, to ids.Member) db.Write {
	return db.Write{SQL: `UPDATE adjustments SET member_id = $2 WHERE member_id = $1 AND state = 'waiting'`, Args: []any{from, to}}
}
