package insights

import (
	"context"
	"fmt"

	"fealty/models/db"
)

// Needs are how many things wait for somebody of the shop.
type Needs struct {
	// Adjustments wait for a second person, Shipments to be sent, Requests of
	// partners and Reviews of invitations to be decided.
	Adjustments int64 `db:"adjustments"`
	Shipments   int64 `db:"shipments"`
	Requests    int64 `db:"requests"`
	Reviews     int64 `db:"reviews"`
}

// mostToName is up to how many of a kind are counted; more are so many and more.
const mostToName = 1000

// ReadNeeds counts what waits, each kind up to a bound.
func ReadNeeds(ctx context.Context, r db.Reader) (Needs, error) {
	var n Needs
	err := r.Get(ctx, &n, `SELECT
		(SELECT count(*) FROM (SELECT FROM adjustments WHERE state = 'waiting' LIMIT $1) a) AS adjustments,
		(SELECT count(*) FROM (SELECT FROM shipments WHERE state IN ('ordered', 'packed') LIMIT $1) s) AS shipments,
		(SELECT count(*) FROM (SELECT FROM offer_requests WHERE state = 'waiting' LIMIT $1) o) AS requests,
		(SELECT count(*) FROM (SELECT FROM referrals WHERE state = 'review' LIMIT $1) f) AS reviews`, mostToName)
	if err != nil {
		return n, fmt.Errorf("count what waits: %w", err)
	}
	return n, nil
}
