package insights

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// Outlook is what lies ahead of a member: what expires when, and the way through
// the tiers.
type Outlook struct {
	Plan     []ledger.Expiry
	Standing tiers.Standing
	Way      tiers.Way
}

const selectOutlook = `SELECT coalesce(s.tier, '') AS tier, s.since, s.keep_until, coalesce(s.reached_in, '') AS reached_in, w.spend, w.points, e.plan
	FROM (SELECT cast(coalesce(sum(tier_spend), 0) AS bigint) AS spend, cast(coalesce(sum(tier_points), 0) AS bigint) AS points
		FROM purchases WHERE member_id = $1 AND placed_on BETWEEN $2 AND $3) w
	CROSS JOIN (SELECT json_agg(json_build_object('points', points, 'on', expires_on) ORDER BY expires_on NULLS LAST) AS plan
		FROM (SELECT cast(sum(remaining) AS bigint) AS points, expires_on FROM lots
			WHERE member_id = $1 AND wallet = 'points' AND open AND (expires_on IS NULL OR expires_on >= $3) GROUP BY expires_on) x) e
	LEFT JOIN standings s ON s.member_id = $1`

// ReadOutlook reads it in one statement.
func ReadOutlook(ctx context.Context, r db.Reader, v *programme.Version, member ids.Member) (Outlook, error) {
	today, policy := v.Today(r.Time()), v.Document.Tiers
	var row struct {
		Tier      string       `db:"tier"`
		Since     *time.Time   `db:"since"`
		KeepUntil *time.Time   `db:"keep_until"`
		ReachedIn string       `db:"reached_in"`
		Spend     money.Amount `db:"spend"`
		Points    money.Points `db:"points"`
		Plan      []byte       `db:"plan"`
	}
	if err := r.Get(ctx, &row, selectOutlook, member, tiers.WindowStart(policy, today), today); err != nil {
		return Outlook{}, fmt.Errorf("read what lies ahead: %w", err)
	}
	o := Outlook{Standing: tiers.Start(policy, member, today)}
	if policy.Rank(row.Tier) >= 0 && row.Since != nil {
		o.Standing = tiers.Standing{MemberID: member, Tier: row.Tier, Since: *row.Since, KeepUntil: row.KeepUntil, ReachedIn: row.ReachedIn}
	}
	o.Way = tiers.Progress(policy, o.Standing, tiers.Window{Spend: row.Spend, Points: row.Points}, today)
	var err error
	o.Plan, err = readPlan(row.Plan)
	return o, err
}

func readPlan(text []byte) ([]ledger.Expiry, error) {
	if len(text) == 0 {
		return nil, nil
	}
	var rows []struct {
		Points money.Points `json:"points"`
		On     *string      `json:"on"`
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		return nil, fmt.Errorf("read what expires when: %w", err)
	}
	plan := make([]ledger.Expiry, len(rows))
	for i, row := range rows {
		plan[i].Points = row.Points
		if row.On == nil {
			continue
		}
		day, err := time.Parse(time.DateOnly, *row.On)
		if err != nil {
			return nil, fmt.Errorf("read what expires when: %w", err)
		}
		plan[i].On = &day
	}
	return plan, nil
}
