package purchases

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

const columns = `member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop, total, shipping, discount, tax,
	paid_otherwise, earning_base, version, points, points_returned, entry_seq, tier_spend, tier_points, cells, facts, payments`

// MaxPage bounds a list.
const MaxPage = 200

// Find reads a member's purchase; fault.NotFound when it isn't theirs.
func Find(ctx context.Context, r db.Reader, member ids.Member, id ids.Purchase) (Purchase, error) {
	var p Purchase
	err := r.Get(ctx, &p, `SELECT `+columns+` FROM purchases WHERE member_id = $1 AND id = $2`, member, id)
	return p, db.Found(err, "purchase_unknown", "find a purchase")
}

// FindByReference reads the purchase that the shop calls so; fault.NotFound when
// there is none or it is still a guest's.
func FindByReference(ctx context.Context, r db.Reader, reference string) (Purchase, error) {
	claimed, err := FindReference(ctx, r, reference)
	if err != nil {
		return Purchase{}, err
	}
	return Find(ctx, r, claimed.MemberID, claimed.PurchaseID)
}

// Lines reads a purchase's lines in order.
func Lines(ctx context.Context, r db.Reader, member ids.Member, id ids.Purchase) ([]Line, error) {
	return LinesOf(ctx, r, member, []ids.Purchase{id})
}

// LinesOf reads the lines of some of a member's purchases.
func LinesOf(ctx context.Context, r db.Reader, member ids.Member, purchases []ids.Purchase) ([]Line, error) {
	var lines []Line
	err := r.Select(ctx, &lines, `
		SELECT member_id, purchase_id, line, sku, name, category, brand, bought, returned, unit_price, discount, amount, tax, base, points
		FROM purchase_lines WHERE member_id = $1 AND purchase_id = ANY(cast($2 AS uuid[])) ORDER BY purchase_id, line`,
		member, texts(purchases, ids.Purchase.String))
	if err != nil {
		return nil, fmt.Errorf("read a purchase's lines: %w", err)
	}
	return lines, nil
}

// List reads a member's purchases, those recorded last first, from before the
// one given (zero: from the newest).
func List(ctx context.Context, r db.Reader, member ids.Member, before ids.Purchase, limit int) ([]Purchase, error) {
	var out []Purchase
	err := r.Select(ctx, &out, `SELECT `+columns+` FROM purchases
		WHERE member_id = $1 AND (cast($2 AS uuid) IS NULL OR id < cast($2 AS uuid)) ORDER BY id DESC LIMIT $3`,
		member, before, min(max(limit, 1), MaxPage))
	if err != nil {
		return nil, fmt.Errorf("list purchases: %w", err)
	}
	return out, nil
}

// Returns reads the returns of a purchase, oldest first.
func Returns(ctx context.Context, r db.Reader, member ids.Member, purchase ids.Purchase) ([]Return, error) {
	var out []Return
	err := r.Select(ctx, &out, `
		SELECT member_id, purchase_id, id, reference, returned_at, recorded_at, amount, due, taken, forgiven, owed, restored, lines, lapsed
		FROM returns WHERE member_id = $1 AND purchase_id = $2 ORDER BY id LIMIT 1000`, member, purchase)
	if err != nil {
		return nil, fmt.Errorf("read a purchase's returns: %w", err)
	}
	return out, nil
}

// Sums is what a member bought and earned in a window, less what came back.
type Sums struct {
	Spend  money.Amount `db:"spend"`
	Points money.Points `db:"points"`
}

// Window sums a member's purchases placed from a day to a day, both inclusive.
func Window(ctx context.Context, r db.Reader, member ids.Member, from, to time.Time) (Sums, error) {
	var out Sums
	err := r.Get(ctx, &out, `
		SELECT cast(coalesce(sum(tier_spend), 0) AS bigint) AS spend, cast(coalesce(sum(tier_points), 0) AS bigint) AS points
		FROM purchases WHERE member_id = $1 AND placed_on BETWEEN $2 AND $3`, member, from, to)
	if err != nil {
		return out, fmt.Errorf("sum a window of purchases: %w", err)
	}
	return out, nil
}

// Wanted asks for a member's purchase, but for one, that was placed on a day or
// later and of which at least Spend still counts.
type Wanted struct {
	Member ids.Member
	Not    ids.Purchase
	Since  time.Time
	Spend  money.Amount
}

// First gives the earliest purchase that is wanted; nil when there is none.
func First(ctx context.Context, r db.Reader, w Wanted) (*Purchase, error) {
	var out []Purchase
	err := r.Select(ctx, &out, `SELECT `+columns+` FROM purchases
		WHERE member_id = $1 AND id <> $2 AND placed_on >= $3 AND tier_spend >= $4 ORDER BY placed_on, id LIMIT 1`,
		w.Member, w.Not, w.Since, w.Spend)
	if err != nil {
		return nil, fmt.Errorf("find a first purchase: %w", err)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return &out[0], nil
}
