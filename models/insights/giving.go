package insights

import (
	"context"
	"fmt"
	"time"

	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/donations"
	"fealty/models/money"
)

// Cause is a cause with what all members and the shop gave it this year.
type Cause struct {
	causes.Shown
	Raised money.Amount `db:"raised"`
	// Paid is all that was ever paid to it, with proof; Did what the latest did.
	Paid money.Amount `db:"paid"`
	Did  string       `db:"did"`
}

// Giving is what the page of causes is drawn from.
type Giving struct {
	Causes []Cause
	// Mine is all that the member ever gave; Everyone what all gave this year.
	Mine, Everyone donations.Sum
}

// The sums do not depend on the cause, so PostgreSQL works them out once.
const selectGiving = `SELECT c.id, c.state, c.art, c.goal, c.match_percent, c.position, c.created_at, t.language, t.name, t.description,
		r.raised, y.paid, y.did, m.gifts AS my_gifts, m.points AS my_points, m.amount AS my_amount, m.matched AS my_matched,
		a.gifts AS all_gifts, a.members AS all_members, a.points AS all_points, a.amount AS all_amount, a.matched AS all_matched
	FROM causes c
	CROSS JOIN LATERAL (SELECT language, name, description FROM cause_texts WHERE cause_id = c.id
		ORDER BY (language = $2) DESC, (language = $3) DESC, language LIMIT 1) t
	CROSS JOIN LATERAL (SELECT cast(coalesce(sum(amount + matched), 0) AS bigint) AS raised FROM donations
		WHERE cause_id = c.id AND given_on >= $4 AND undone_at IS NULL) r
	CROSS JOIN LATERAL (SELECT cast(coalesce(sum(amount + matched), 0) AS bigint) AS paid,
		coalesce((array_agg(did ORDER BY paid_on DESC, id DESC) FILTER (WHERE did <> ''))[1], '') AS did
		FROM cause_payouts WHERE cause_id = c.id) y
	CROSS JOIN (SELECT count(*) AS gifts, cast(coalesce(sum(points), 0) AS bigint) AS points, cast(coalesce(sum(amount), 0) AS bigint) AS amount,
		cast(coalesce(sum(matched), 0) AS bigint) AS matched FROM donations WHERE member_id = $1 AND undone_at IS NULL) m
	CROSS JOIN (SELECT count(*) AS gifts, count(DISTINCT member_id) AS members, cast(coalesce(sum(points), 0) AS bigint) AS points,
		cast(coalesce(sum(amount), 0) AS bigint) AS amount, cast(coalesce(sum(matched), 0) AS bigint) AS matched
		FROM donations WHERE given_on >= $4 AND undone_at IS NULL) a
	WHERE c.state = 'live' ORDER BY c.position, c.id LIMIT 100`

// ReadGiving reads the open causes and the sums in one statement. Where no cause
// is open all is empty.
func ReadGiving(ctx context.Context, r db.Reader, who Reader, main string, today time.Time) (Giving, error) {
	var rows []struct {
		Cause
		MyGifts    int64        `db:"my_gifts"`
		MyPoints   money.Points `db:"my_points"`
		MyAmount   money.Amount `db:"my_amount"`
		MyMatched  money.Amount `db:"my_matched"`
		AllGifts   int64        `db:"all_gifts"`
		AllMembers int64        `db:"all_members"`
		AllPoints  money.Points `db:"all_points"`
		AllAmount  money.Amount `db:"all_amount"`
		AllMatched money.Amount `db:"all_matched"`
	}
	year := time.Date(today.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
	if err := r.Select(ctx, &rows, selectGiving, who.Member, who.Language, main, year); err != nil {
		return Giving{}, fmt.Errorf("read the causes: %w", err)
	}
	var g Giving
	for _, row := range rows {
		g.Causes = append(g.Causes, row.Cause)
		g.Mine = donations.Sum{Gifts: row.MyGifts, Members: min(row.MyGifts, 1), Points: row.MyPoints, Amount: row.MyAmount, Matched: row.MyMatched}
		g.Everyone = donations.Sum{Gifts: row.AllGifts, Members: row.AllMembers, Points: row.AllPoints, Amount: row.AllAmount, Matched: row.AllMatched}
	}
	return g, nil
}
