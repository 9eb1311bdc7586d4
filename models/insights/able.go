package insights

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/money"
)

// mostAble bounds how far CountAble counts.
const mostAble = 100_000

// Able is how many members have so many points; IsMore says that there are more.
type Able struct {
	Members int
	IsMore  bool
}

// CountAble counts the members whose balance reaches a price, to a bound: a
// preview asks it with each key that is typed.
func CountAble(ctx context.Context, r db.Reader, price money.Points) (Able, error) {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM (SELECT FROM wallets WHERE wallet = 'points' AND balance >= $1 LIMIT $2) w`, price, mostAble+1)
	if err != nil {
		return Able{}, fmt.Errorf("count who can have it: %w", err)
	}
	return Able{Members: min(n, mostAble), IsMore: n > mostAble}, nil
}
