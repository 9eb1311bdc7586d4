package insights

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/money"
	"fealty/models/programme"
)

// fewPurchases is below how many purchases a period says nothing yet.
const fewPurchases = 20

// patience is how long the figures may take; a page doesn't wait for them longer.
const patience = 5 * time.Second

// returnDays is within how many days somebody has to buy again to have come back.
const returnDays = 30

// Stretch is a stretch of days that is looked at, up to today, and as many before.
type Stretch struct {
	Key  string
	Days int
	// ByMonth groups what is drawn by months, else by weeks.
	ByMonth bool
}

// Stretches are those to choose from, the usual one first.
func Stretches() []Stretch {
	return []Stretch{{Key: "days", Days: 30}, {Key: "year", Days: 365, ByMonth: true}}
}

// Figures are the key figures of a span, and of the one before it.
type Figures struct {
	Now, Before Slice
	// TooMuch says that they could not be worked out in time.
	TooMuch bool
}

// Slice are the figures of one stretch of days.
type Slice struct {
	// Active are the members who bought something, in so many Purchases for Spend.
	Active    int64
	Purchases int64
	Spend     money.Amount
	// Ripe are the purchases whose month of grace is over, Again those of them that
	// another by the same member followed within it.
	Ripe, Again int64
	// Given and Used are points.
	Given, Used money.Points
}

// IsTelling tells whether there is enough to say anything.
func (s Slice) IsTelling() bool { return s.Purchases >= fewPurchases }

// Average is the average purchase.
func (s Slice) Average() money.Amount {
	if s.Purchases == 0 {
		return 0
	}
	return s.Spend / money.Amount(s.Purchases)
}

// Back is how many of a thousand ripe purchases were followed by another; -1 when
// too few are ripe.
func (s Slice) Back() int64 {
	if s.Ripe < fewPurchases {
		return -1
	}
	return s.Again * 1000 / s.Ripe
}

// UsedShare is how many points were used of a thousand given; -1 when none were.
func (s Slice) UsedShare() int64 {
	if s.Given <= 0 {
		return -1
	}
	return money.Share(int64(s.Used), 1000, int64(s.Given))
}

// given and used are what counts as either, of the entries of the points wallet.
const (
	givenSum = `cast(coalesce(sum(amount) FILTER (WHERE kind IN ('purchase', 'welcome', 'opening', 'referral', 'referral_friend')
		OR (kind = 'adjustment' AND amount > 0)), 0) AS bigint)`
	usedSum = `cast(-coalesce(sum(amount) FILTER (WHERE kind IN ('redemption', 'voucher_returned', 'donation', 'donation_undone',
		'payment', 'payment_restored')), 0) AS bigint)`
)

const selectBought = `SELECT half AS half, count(DISTINCT member_id) AS active, count(*) AS purchases, cast(coalesce(sum(total), 0) AS bigint) AS spend
	FROM (SELECT member_id, total, (placed_on > $2) AS half FROM purchases WHERE placed_on > $3 AND placed_on <= $1) p GROUP BY half`

const selectAgain = `SELECT (placed_on > cast($2 AS date) - cast($4 AS int)) AS half, count(*) AS ripe, count(*) FILTER (WHERE next <= placed_on + cast($4 AS int)) AS again
	FROM (SELECT placed_on, lead(placed_on) OVER (PARTITION BY member_id ORDER BY placed_at) AS next FROM purchases
		WHERE placed_on > cast($3 AS date) - cast($4 AS int) AND placed_on <= cast($1 AS date)) p
	WHERE placed_on <= cast($1 AS date) - cast($4 AS int) GROUP BY 1`

const selectMoved = `SELECT (happened_on > $2) AS half, ` + givenSum + ` AS given, ` + usedSum + ` AS used
	FROM entries WHERE wallet = 'points' AND happened_on > $3 AND happened_on <= $1 GROUP BY 1`

// ReadFigures works out the figures of a span that ends today, in a bounded time.
func ReadFigures(ctx context.Context, r db.Reader, v *programme.Version, span Stretch) (Figures, error) {
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	f, err := readFigures(bounded, r, v.Today(r.Time()), span)
	var stopped *pq.Error
	if bounded.Err() != nil && ctx.Err() == nil || errors.As(err, &stopped) && stopped.Code == "57014" {
		return Figures{TooMuch: true}, nil
	}
	return f, err
}

// halfRow is what one statement says of one of the two halves.
type halfRow struct {
	Half      bool         `db:"half"`
	Active    int64        `db:"active"`
	Purchases int64        `db:"purchases"`
	Spend     money.Amount `db:"spend"`
	Ripe      int64        `db:"ripe"`
	Again     int64        `db:"again"`
	Given     money.Points `db:"given"`
	Used      money.Points `db:"used"`
}

func readFigures(ctx context.Context, r db.Reader, today time.Time, span Stretch) (Figures, error) {
	var f Figures
	middle, start := today.AddDate(0, 0, -span.Days), today.AddDate(0, 0, -2*span.Days)
	for _, ask := range []struct {
		query string
		args  []any
	}{{selectBought, []any{today, middle, start}}, {selectAgain, []any{today, middle, start, returnDays}}, {selectMoved, []any{today, middle, start}}} {
		var rows []halfRow
		if err := r.Select(ctx, &rows, ask.query, ask.args...); err != nil {
			return f, fmt.Errorf("work out the key figures: %w", err)
		}
		for _, row := range rows {
			f.add(row)
		}
	}
	return f, nil
}

func (f *Figures) add(row halfRow) {
	s := &f.Before
	if row.Half {
		s = &f.Now
	}
	s.Active, s.Purchases, s.Spend = s.Active+row.Active, s.Purchases+row.Purchases, s.Spend+row.Spend
	s.Ripe, s.Again, s.Given, s.Used = s.Ripe+row.Ripe, s.Again+row.Again, s.Given+row.Given, s.Used+row.Used
}

// Flow is what was given and used in one week or month.
type Flow struct {
	From  time.Time    `db:"start"`
	Given money.Points `db:"given"`
	Used  money.Points `db:"used"`
}

// shownFlows is how many weeks or months are drawn.
const shownFlows = 12

// ReadFlow gives the last twelve weeks or months, those without anything too.
func ReadFlow(ctx context.Context, r db.Reader, v *programme.Version, span Stretch) ([]Flow, error) {
	today := v.Today(r.Time())
	unit, first := "week", today.AddDate(0, 0, -(int(today.Weekday())+6)%7-7*(shownFlows-1))
	if span.ByMonth {
		unit, first = "month", time.Date(today.Year(), today.Month()-shownFlows+1, 1, 0, 0, 0, 0, time.UTC)
	}
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var flows []Flow
	err := r.Select(bounded, &flows, `SELECT cast(g AS date) AS start, coalesce(e.given, 0) AS given, coalesce(e.used, 0) AS used
		FROM generate_series(cast($1 AS timestamp), cast($2 AS timestamp), cast('1 ' || $3 AS interval)) g
		LEFT JOIN (SELECT date_trunc($3, cast(happened_on AS timestamp)) AS start, `+givenSum+` AS given, `+usedSum+` AS used
			FROM entries WHERE wallet = 'points' AND happened_on >= $1 AND happened_on <= $2 GROUP BY 1) e ON e.start = g ORDER BY g`,
		first, today, unit)
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return nil, nil // too much at once: the page goes without
	}
	if err != nil {
		return nil, fmt.Errorf("read what was given and used: %w", err)
	}
	return flows, nil
}
