package closing

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/money"
)

// warnDays is how long before their last day members are told about points, and
// catchUp how many missed nights a later one makes good.
const (
	warnDays = 30
	catchUp  = 7
)

// ending is what ends for one member on one day.
type ending struct {
	Member ids.Member   `db:"member_id"`
	On     time.Time    `db:"expires_on"`
	Points money.Points `db:"points"`
}

// tellExpiring warns members of points that end in thirty days, once for each
// last day.
func (n *night) tellExpiring(ctx context.Context) error {
	for ahead := warnDays - catchUp + 1; ahead <= warnDays; ahead++ {
		if err := n.tellEndingOn(ctx, n.day.AddDate(0, 0, ahead)); err != nil {
			return err
		}
	}
	return nil
}

func (n *night) tellEndingOn(ctx context.Context, last time.Time) error {
	var after ids.Member
	for {
		var list []ending
		err := n.d.Select(ctx, &list, `SELECT member_id, expires_on, cast(sum(remaining) AS bigint) AS points FROM lots
			WHERE open AND wallet = 'points' AND expires_on = $1 AND ($2::uuid IS NULL OR member_id > $2)
			GROUP BY member_id, expires_on ORDER BY member_id LIMIT $3`, last, after, batch)
		if err != nil {
			return fmt.Errorf("list what ends on %s: %w", last.Format(time.DateOnly), err)
		}
		if len(list) == 0 {
			return nil
		}
		after = list[len(list)-1].Member
		if err := n.inTx(ctx, func(tx *db.Tx) error { return n.warn(ctx, tx, list) }); err != nil {
			return err
		}
	}
}

func (n *night) warn(ctx context.Context, tx *db.Tx, list []ending) error {
	of := map[ids.Member]ending{}
	members := make([]ids.Member, len(list))
	for i, e := range list {
		of[e.Member], members[i] = e, e.Member
	}
	to, err := addressees(ctx, tx, members)
	if err != nil || len(to) == 0 {
		return err
	}
	told := make([]messages.Message, len(to))
	for i, a := range to {
		e := of[a.Member]
		day := e.On.Format(time.DateOnly)
		told[i] = a.message(messages.PointsExpiring, day, tx.Now)
		told[i].Params = messages.Params{"points": int64(e.Points), "expires_on": day}
	}
	n.report.Told += len(told)
	return tx.Apply(ctx, messages.Insert(told...))
}
