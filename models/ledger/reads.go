package ledger

import (
	"context"
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

// Balances reads what the member has on the programme's local day, in one
// statement; zeros for an unknown member.
func Balances(ctx context.Context, r db.Reader, member ids.Member, today time.Time) (Totals, error) {
	return Totals{}, nil
}

// Of names one wallet of one member.
type Of struct {
	Member ids.Member
	Wallet Wallet
}

// Entries reads a page of a member's points entries, the newest first: those
// before the seq (0: from the newest).
func Entries(ctx context.Context, r db.Reader, member ids.Member, before int64, limit int) ([]Entry, error) {
	return EntriesOf(ctx, r, Of{member, Points}, before, limit)
}

// EntriesOf is Entries for any wallet.
func EntriesOf(ctx context.Context, r db.Reader, of Of, before int64, limit int) ([]Entry, error) {
	return nil, nil
}

// Find reads one entry; fault.NotFound when the member has none of that seq.
func Find(ctx context.Context, r db.Reader, of Of, seq int64) (Entry, error) {
	return Entry{}, nil
}

// Expiry is what ends on a day, and how it stands.
type Expiry struct {
	Points money.Points `db:"points"`
	// On is the last day; nil for what never expires.
	On *time.Time `db:"expires_on"`
}

// ExpiryPlan tells what of the member's points ends when, the soonest first,
// what never expires last. Lots past their day are left out.
func ExpiryPlan(ctx context.Context, r db.Reader, member ids.Member, today time.Time) ([]Expiry, error) {
	return nil, nil
}

// ExpiringWithin sums the member's points whose last day is within so many
// days from today.
func ExpiringWithin(ctx context.Context, r db.Reader, member ids.Member, today time.Time, days int) (money.Points, error) {
	return 0, nil
}

// Lots reads the lots of a wallet, spent ones too, the oldest first.
func Lots(ctx context.Context, r db.Reader, of Of) ([]Lot, error) { return nil, nil }
