package ledger

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

// Totals is what a member has on a day.
type Totals struct {
	// Balance is all points, Spendable what can be spent today; Pending comes
	// later, Reserved is held back.
	Balance   money.Points `db:"balance"`
	Spendable money.Points `db:"spendable"`
	Pending   money.Points `db:"pending"`
	Reserved  money.Points `db:"reserved"`
	// Expiring is what ends soonest, on ExpiringOn, its last day; nil for nothing.
	Expiring   money.Points `db:"expiring"`
	ExpiringOn *time.Time   `db:"expiring_on"`
	// Owed is what later earnings pay first.
	Owed money.Points `db:"owed"`
	// Credit is the credit wallet's spendable part.
	Credit money.Points `db:"credit"`
}

const selectTotals = `WITH l AS (
		SELECT wallet, remaining, available_on, expires_on FROM lots
		WHERE member_id = $1 AND open AND (expires_on IS NULL OR expires_on >= $2)),
	h AS (
		SELECT wallet, amount FROM holds WHERE member_id = $1 AND state = 'open' AND expires_at > $3),
	s AS (
		SELECT w.wallet, w.balance,
			(SELECT coalesce(sum(remaining), 0) FROM l WHERE l.wallet = w.wallet AND available_on <= $2) AS ready,
			(SELECT coalesce(sum(remaining), 0) FROM l WHERE l.wallet = w.wallet AND available_on > $2) AS pending,
			(SELECT coalesce(sum(amount), 0) FROM h WHERE h.wallet = w.wallet) AS reserved
		FROM wallets w WHERE w.member_id = $1)
	SELECT coalesce(max(balance) FILTER (WHERE wallet = 'points'), 0) AS balance,
		coalesce(max(greatest(ready - reserved, 0)) FILTER (WHERE wallet = 'points'), 0)::bigint AS spendable,
		coalesce(max(pending) FILTER (WHERE wallet = 'points'), 0)::bigint AS pending,
		coalesce(max(reserved) FILTER (WHERE wallet = 'points'), 0)::bigint AS reserved,
		coalesce(max(balance) FILTER (WHERE wallet = 'debt'), 0) AS owed,
		coalesce(max(greatest(ready - reserved, 0)) FILTER (WHERE wallet = 'credit'), 0)::bigint AS credit,
		(SELECT min(expires_on) FROM l WHERE wallet = 'points') AS expiring_on,
		(SELECT coalesce(sum(remaining), 0)::bigint FROM l
			WHERE wallet = 'points' AND expires_on = (SELECT min(expires_on) FROM l WHERE wallet = 'points')) AS expiring
	FROM s`

// Balances reads what the member has on the programme's local day, in one
// statement; zeros for an unknown member.
func Balances(ctx context.Context, r db.Reader, member ids.Member, today time.Time) (Totals, error) {
	var t Totals
	if err := r.Get(ctx, &t, selectTotals, member, today, r.Time()); err != nil {
		return Totals{}, fmt.Errorf("read balances: %w", err)
	}
	t.ExpiringOn = dayOf(t.ExpiringOn)
	return t, nil
}

// EntryColumns are the columns of an Entry in a SELECT from entries.
const EntryColumns = `member_id, wallet, seq, kind, amount, balance, source,
	coalesce(source_id, '00000000-0000-0000-0000-000000000000') AS source_id, actor,
	coalesce(actor_id, '00000000-0000-0000-0000-000000000000') AS actor_id,
	coalesce(undoes, 0) AS undoes, coalesce(gives_back, 0) AS gives_back, version, detail, happened_on, recorded_at, hash`

// Entries reads a page of a member's points entries, the newest first: those
// before the seq (0: from the newest).
func Entries(ctx context.Context, r db.Reader, member ids.Member, before int64, limit int) ([]Entry, error) {
	return EntriesOf(ctx, r, Of{member, Points}, before, limit)
}

// EntriesOf is Entries for any wallet.
func EntriesOf(ctx context.Context, r db.Reader, of Of, before int64, limit int) ([]Entry, error) {
	var entries []Entry
	err := r.Select(ctx, &entries, `SELECT `+EntryColumns+` FROM entries
		WHERE member_id = $1 AND wallet = $2 AND seq < coalesce(NULLIF($3::bigint, 0), 9223372036854775807)
		ORDER BY seq DESC LIMIT $4`, of.Member, of.Wallet, before, limit)
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	return entries, nil
}

// Find reads one entry; fault.NotFound when the member has none of that seq.
func Find(ctx context.Context, r db.Reader, of Of, seq int64) (Entry, error) {
	var e Entry
	err := r.Get(ctx, &e, `SELECT `+EntryColumns+` FROM entries WHERE member_id = $1 AND wallet = $2 AND seq = $3`,
		of.Member, of.Wallet, seq)
	return e, db.Found(err, "not_found", "read an entry")
}

// Expiry is what ends on a day.
type Expiry struct {
	Points money.Points `db:"points"`
	// On is the last day; nil for what never expires.
	On *time.Time `db:"expires_on"`
}

// ExpiryPlan tells what of the member's points ends when, the soonest first,
// what never expires last. Lots past their day are left out.
func ExpiryPlan(ctx context.Context, r db.Reader, member ids.Member, today time.Time) ([]Expiry, error) {
	var plan []Expiry
	err := r.Select(ctx, &plan, `SELECT sum(remaining)::bigint AS points, expires_on FROM lots
		WHERE member_id = $1 AND wallet = 'points' AND open AND (expires_on IS NULL OR expires_on >= $2)
		GROUP BY expires_on ORDER BY expires_on NULLS LAST`, member, today)
	if err != nil {
		return nil, fmt.Errorf("read what expires when: %w", err)
	}
	for i := range plan {
		plan[i].On = dayOf(plan[i].On)
	}
	return plan, nil
}

// ExpiringWithin sums the member's points whose last day is from today to until.
func ExpiringWithin(ctx context.Context, r db.Reader, member ids.Member, today, until time.Time) (money.Points, error) {
	var sum money.Points
	err := r.Get(ctx, &sum, `SELECT coalesce(sum(remaining), 0)::bigint FROM lots
		WHERE member_id = $1 AND wallet = 'points' AND open AND expires_on BETWEEN $2 AND $3`, member, today, until)
	if err != nil {
		return 0, fmt.Errorf("read what expires soon: %w", err)
	}
	return sum, nil
}

// Lots reads the lots of a wallet, spent ones too, the oldest first.
func Lots(ctx context.Context, r db.Reader, of Of) ([]Lot, error) {
	var lots []Lot
	err := r.Select(ctx, &lots, `SELECT member_id, wallet, seq, amount, remaining, available_on, expires_on, graced FROM lots
		WHERE member_id = $1 AND wallet = $2 ORDER BY seq`, of.Member, of.Wallet)
	if err != nil {
		return nil, fmt.Errorf("read lots: %w", err)
	}
	for i := range lots {
		lots[i] = lots[i].clean()
	}
	return lots, nil
}
