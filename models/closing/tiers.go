package closing

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/tiers"
)

// judgeTiers looks at everybody whose promise has ended.
func (n *night) judgeTiers(ctx context.Context) error {
	var after ids.Member
	for {
		due, err := tiers.Due(ctx, n.d, n.day, after, batch)
		if err != nil || len(due) == 0 {
			return err
		}
		members := make([]ids.Member, len(due))
		for i, s := range due {
			members[i] = s.MemberID
		}
		after = members[len(members)-1]
		var changed int
		err = n.inTx(ctx, func(tx *db.Tx) (err error) {
			changed, err = n.judgeSome(ctx, tx, members)
			return err
		})
		if err != nil {
			return err
		}
		n.report.Tiers += changed
	}
}

// judgeSome reads the standings again once the wallets are held, because a
// purchase changes a standing under the same lock.
func (n *night) judgeSome(ctx context.Context, tx *db.Tx, members []ids.Member) (int, error) {
	if _, err := ledger.Lock(ctx, tx, members...); err != nil {
		return 0, err
	}
	standings, err := tiers.LoadStandings(ctx, tx, members...)
	if err != nil {
		return 0, err
	}
	windows, err := n.windows(ctx, tx, standings)
	if err != nil {
		return 0, err
	}
	var changed []tiers.Standing
	var fallen []fall
	for _, m := range members {
		on := n.judgedOn(standings[m])
		next, change := tiers.Night(n.v.Document.Tiers, standings[m], windows[m], on)
		if change.Kind != tiers.Same {
			changed = append(changed, next)
		}
		if change.Kind == tiers.Down {
			fallen = append(fallen, fall{member: m, change: change, on: on})
		}
	}
	if len(changed) == 0 {
		return 0, nil
	}
	told, err := n.tellFallen(ctx, tx, fallen)
	if err != nil {
		return 0, err
	}
	return len(changed), tx.Apply(ctx, append(told, tiers.Save(changed...))...)
}

// judgedOn is the last promised day: a night that comes late, after days without
// one, must not look at another year.
func (n *night) judgedOn(s tiers.Standing) time.Time {
	if s.KeepUntil != nil && s.KeepUntil.Before(n.day) {
		return *s.KeepUntil
	}
	return n.day
}

// windows sums what counts for each of the members at the end of the day on which
// they are judged.
func (n *night) windows(ctx context.Context, tx *db.Tx, standings map[ids.Member]tiers.Standing) (map[ids.Member]tiers.Window, error) {
	spans := make([]span, 0, len(standings))
	for m, s := range standings {
		spans = append(spans, n.spanOn(m, n.judgedOn(s)))
	}
	return sums(ctx, tx, spans)
}

// span is the days whose purchases count for a member.
type span struct {
	member   ids.Member
	from, to time.Time
}

// spanOn is what a day looks back on.
func (n *night) spanOn(m ids.Member, on time.Time) span {
	return span{member: m, from: tiers.WindowStart(n.v.Document.Tiers, on), to: on}
}

// sums adds up what counts in each member's days.
func sums(ctx context.Context, r db.Reader, spans []span) (map[ids.Member]tiers.Window, error) {
	var members []ids.Member
	var from, to []string
	for _, s := range spans {
		members, from, to = append(members, s.member), append(from, s.from.Format(time.DateOnly)), append(to, s.to.Format(time.DateOnly))
	}
	var rows []struct {
		Member ids.Member   `db:"member_id"`
		Spend  money.Amount `db:"spend"`
		Points money.Points `db:"points"`
	}
	err := r.Select(ctx, &rows, `SELECT u.m AS member_id, cast(sum(p.tier_spend) AS bigint) AS spend, cast(sum(p.tier_points) AS bigint) AS points
		FROM unnest($1::uuid[], $2::date[], $3::date[]) AS u (m, since, until)
		JOIN purchases p ON p.member_id = u.m AND p.placed_on BETWEEN u.since AND u.until GROUP BY u.m`,
		pq.Array(members), pq.Array(from), pq.Array(to))
	if err != nil {
		return nil, fmt.Errorf("sum what counts towards tiers: %w", err)
	}
	windows := make(map[ids.Member]tiers.Window, len(rows))
	for _, row := range rows {
		windows[row.Member] = tiers.Window{Spend: row.Spend, Points: row.Points}
	}
	return windows, nil
}
