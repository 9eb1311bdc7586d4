package donations

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `member_id, id, cause_id, points, amount, matched, entry_seq, given_at, given_on, undone_at`

// PageSize is how many gifts List gives at once.
const PageSize = 50

// Insert keeps a new gift.
func Insert(d Donation) db.Write {
	return db.Write{SQL: `INSERT INTO donations (member_id, id, cause_id, points, amount, matched, entry_seq, given_at, given_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		Args: []any{d.MemberID, d.ID, d.CauseID, d.Points, d.Amount, d.Matched, d.EntrySeq, d.GivenAt, d.GivenOn}}
}

// Undo marks a gift as taken back.
func Undo(d Donation, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE donations SET undone_at = $3 WHERE member_id = $1 AND id = $2 AND undone_at IS NULL`,
		Args: []any{d.MemberID, d.ID, at}}
}

// Find gives one gift of a member; fault.NotFound when it is not theirs.
func Find(ctx context.Context, r db.Reader, member ids.Member, id ids.Donation) (Donation, error) {
	var d Donation
	err := r.Get(ctx, &d, `SELECT `+columns+` FROM donations WHERE member_id = $1 AND id = $2`, member, id)
	return d, db.Found(err, "donation_unknown", "find a donation")
}

// List gives a page of a member's gifts, newest first, after the given one
// (zero: from the start); undone ones are among them.
func List(ctx context.Context, r db.Reader, member ids.Member, after ids.Donation) ([]Donation, error) {
	var list []Donation
	err := r.Select(ctx, &list, `SELECT `+columns+` FROM donations
		WHERE member_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`, member, after, PageSize)
	if err != nil {
		return nil, fmt.Errorf("list donations: %w", err)
	}
	return list, nil
}

const sums = `count(*) AS gifts, count(DISTINCT member_id) AS members, cast(coalesce(sum(points), 0) AS bigint) AS points,
	cast(coalesce(sum(amount), 0) AS bigint) AS amount, cast(coalesce(sum(matched), 0) AS bigint) AS matched`

// Mine sums all that a member ever gave.
func Mine(ctx context.Context, r db.Reader, member ids.Member) (Sum, error) {
	var s Sum
	err := r.Get(ctx, &s, `SELECT `+sums+` FROM donations WHERE member_id = $1 AND undone_at IS NULL`, member)
	if err != nil {
		return s, fmt.Errorf("sum a member's donations: %w", err)
	}
	return s, nil
}

// Everyone sums what all members gave on or after a day.
func Everyone(ctx context.Context, r db.Reader, since time.Time) (Sum, error) {
	var s Sum
	err := r.Get(ctx, &s, `SELECT `+sums+` FROM donations WHERE given_on >= $1 AND undone_at IS NULL`, since)
	if err != nil {
		return s, fmt.Errorf("sum all donations: %w", err)
	}
	return s, nil
}

// ByCause sums per cause what all members gave on or after a day.
func ByCause(ctx context.Context, r db.Reader, since time.Time) (map[ids.Cause]Sum, error) {
	var rows []struct {
		CauseID ids.Cause `db:"cause_id"`
		Sum
	}
	err := r.Select(ctx, &rows, `SELECT cause_id, `+sums+` FROM donations
		WHERE given_on >= $1 AND undone_at IS NULL GROUP BY cause_id`, since)
	if err != nil {
		return nil, fmt.Errorf("sum donations by cause: %w", err)
	}
	by := make(map[ids.Cause]Sum, len(rows))
	for _, row := range rows {
		by[row.CauseID] = row.Sum
	}
	return by, nil
}
