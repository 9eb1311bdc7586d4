package insights

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/tiers"
)

// mostToCount is how many purchases are summed while somebody waits; a shop with
// more is told that it takes too long.
const mostToCount = 2_000_000

// Ladders are the tiers as they are and as they would be on a day.
type Ladders struct {
	Now, Then tiers.Policy
	On        time.Time
}

// Moves are how many members the new lines put higher than the old ones, and how
// many lower. Nobody falls before what they were promised has ended.
type Moves struct {
	Up, Down, Same int64
	// IsTooMany says that there is too much to count it at once.
	IsTooMany bool
}

// CountMoves compares where the old and the new lines put each member, by what
// they bought in the window of each.
func CountMoves(ctx context.Context, r db.Reader, l Ladders) (*Moves, error) {
	var purchases float64
	if err := r.Get(ctx, &purchases, `SELECT reltuples FROM pg_class WHERE oid = 'purchases'::regclass`); err != nil {
		return nil, fmt.Errorf("guess the number of purchases: %w", err)
	}
	if purchases > mostToCount {
		return &Moves{IsTooMany: true}, nil
	}
	var rows []struct {
		Now  int   `db:"now"`
		Then int   `db:"then"`
		N    int64 `db:"n"`
	}
	now, then := tiers.WindowStart(l.Now, l.On), tiers.WindowStart(l.Then, l.On)
	earliest := now
	if then.Before(now) {
		earliest = then
	}
	err := r.Select(ctx, &rows, `SELECT width_bucket(coalesce(p.now, 0), $4::bigint[]) AS now, width_bucket(coalesce(p.then, 0), $5::bigint[]) AS then, count(*) AS n
		FROM members m LEFT JOIN (SELECT member_id, cast(coalesce(sum(`+counted(l.Now)+`) FILTER (WHERE placed_on >= $1), 0) AS bigint) AS now,
			cast(coalesce(sum(`+counted(l.Then)+`) FILTER (WHERE placed_on >= $2), 0) AS bigint) AS then
			FROM purchases WHERE placed_on >= $3 GROUP BY member_id) p ON p.member_id = m.id
		WHERE m.state = 'active' GROUP BY 1, 2`, now, then, earliest, pq.Array(linesOf(l.Now)), pq.Array(linesOf(l.Then)))
	if err != nil {
		return nil, fmt.Errorf("count who would rise and fall: %w", err)
	}
	moves := &Moves{}
	for _, row := range rows {
		moves.add(l, keyAt(l.Now, row.Now), keyAt(l.Then, row.Then), row.N)
	}
	return moves, nil
}

// counted is the column that counts towards tiers.
func counted(p tiers.Policy) string {
	if p.By == tiers.Spend {
		return "tier_spend"
	}
	return "tier_points"
}

// keyAt is the tier of a bucket; what is below the first line is in the first.
func keyAt(p tiers.Policy, bucket int) string { return p.Steps[max(bucket-1, 0)].Key }

func linesOf(p tiers.Policy) []int64 {
	lines := make([]int64, len(p.Steps))
	for i, step := range p.Steps {
		lines[i] = step.From
	}
	return lines
}

// add counts members who stood at one tier and would stand at another. A tier that
// only one of the ladders has is compared by its line.
func (m *Moves) add(l Ladders, now, then string, n int64) {
	was, _ := l.Now.Find(now)
	is, _ := l.Then.Find(then)
	switch {
	case now == then:
		m.Same += n
	case l.isHigher(is, was):
		m.Up += n
	default:
		m.Down += n
	}
}

// isHigher ranks two tiers by the ladder that has both, else by their lines.
func (l Ladders) isHigher(one, other tiers.Tier) bool {
	for _, p := range []tiers.Policy{l.Then, l.Now} {
		if a, b := p.Rank(one.Key), p.Rank(other.Key); a >= 0 && b >= 0 {
			return a > b
		}
	}
	return one.From > other.From
}
