package insights

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// soonDays is how far ahead points that expire are worth a notice.
const soonDays = 30

// latestLines is how many entries the start page shows.
const latestLines = 2

// Home is what a member's start page and card are drawn from.
type Home struct {
	ledger.Totals
	// Worth is what the spendable points are worth, in minor units.
	Worth    money.Amount
	Standing tiers.Standing
	Way      tiers.Way
	// Latest are the newest entries; IsFirstDay says that nothing but gifts for
	// joining has happened yet.
	Latest     []Line
	IsFirstDay bool
	// Held is how many vouchers of each reward the member has or has used, in
	// the period of its limit.
	Held map[ids.Reward]int
	// Stamps are the stamp cards that run.
	Stamps []StampCard
	// Today is the programme's day on which this was read.
	Today time.Time
	// Now is the instant.
	Now time.Time
}

// Line is one of the latest entries.
type Line struct {
	Deed
	// On is the day, as "2006-01-02".
	On string `json:"on"`
}

// Day is On as a date.
func (l Line) Day() time.Time {
	day, _ := time.Parse(time.DateOnly, l.On) // PostgreSQL wrote it
	return day
}

// IsSoon tells whether what expires next is near enough to be told.
func (h Home) IsSoon() bool {
	return h.Expiring > 0 && h.ExpiringOn != nil && !h.ExpiringOn.After(h.Today.AddDate(0, 0, soonDays))
}

// Reader is whose page it is, and the language it is read in.
type Reader struct {
	Member   ids.Member
	Language string
}

type homeRow struct {
	ledger.Totals
	Tier      string       `db:"tier"`
	Since     *time.Time   `db:"since"`
	KeepUntil *time.Time   `db:"keep_until"`
	ReachedIn string       `db:"reached_in"`
	Spend     money.Amount `db:"spend"`
	Points    money.Points `db:"points"`
	Bought    bool         `db:"bought"`
	Held      []byte       `db:"held"`
	Latest    []byte       `db:"latest"`
	Stamps    []byte       `db:"stamps"`
}

// The totals are ledger.Balances' own; what expires next counts pending points
// too, since they end as well.
const selectHome = `WITH l AS (
		SELECT wallet, remaining, available_on, expires_on FROM lots
		WHERE member_id = $1 AND open AND (expires_on IS NULL OR expires_on >= $2)),
	p AS (SELECT remaining, available_on, expires_on FROM l WHERE wallet = 'points'),
	e AS (SELECT seq, kind, amount, happened_on, source_id FROM entries
		WHERE member_id = $1 AND wallet = 'points' ORDER BY seq DESC LIMIT $5)
	SELECT coalesce(w.balance, 0) AS balance, greatest(b.ready - h.reserved, 0) AS spendable, b.pending, h.reserved,
		b.expiring_on, coalesce((SELECT cast(sum(remaining) AS bigint) FROM p WHERE expires_on = b.expiring_on), 0) AS expiring,
		coalesce(d.balance, 0) AS owed, 0 AS credit,
		coalesce(s.tier, '') AS tier, s.since, s.keep_until, coalesce(s.reached_in, '') AS reached_in,
		win.spend, win.points, EXISTS (SELECT FROM purchases WHERE member_id = m.id) AS bought,
		(SELECT json_object_agg(reward_id, n) FROM (SELECT x.reward_id, count(*) AS n FROM vouchers x JOIN rewards r ON r.id = x.reward_id
			WHERE x.member_id = m.id AND (x.state NOT IN ('returned', 'cancelled') OR EXISTS (SELECT FROM gifts g WHERE g.voucher_id = x.id AND g.state = 'accepted')) AND x.issued_at >= CASE r.per_period
				WHEN 'day' THEN cast($8 AS timestamptz) WHEN 'month' THEN $9 WHEN 'year' THEN $10 ELSE '-infinity' END
			GROUP BY x.reward_id) v) AS held,
		(SELECT json_agg(json_build_object('seq', e.seq, 'kind', e.kind, 'amount', e.amount, 'on', e.happened_on,
				'total', coalesce(b.total, 0), 'shop', coalesce(o.name, b.shop, ''), 'channel', coalesce(b.channel, ''),
				'back', coalesce(x.amount, 0), 'name', coalesce(t.name, k.name, f.first_name, '')) ORDER BY e.seq DESC)
			FROM e LEFT JOIN returns x ON x.member_id = $1 AND x.id = e.source_id
			LEFT JOIN purchases b ON b.member_id = $1 AND b.id = coalesce(x.purchase_id, e.source_id)
			LEFT JOIN shops o ON o.key = b.shop
			LEFT JOIN referrals z ON z.id = e.source_id AND z.referrer_id = $1
			LEFT JOIN members f ON f.id = z.friend_id
			LEFT JOIN vouchers v ON v.member_id = $1 AND v.id = e.source_id
			LEFT JOIN donations g ON g.member_id = $1 AND g.id = e.source_id
			LEFT JOIN LATERAL (SELECT name FROM reward_texts WHERE reward_id = v.reward_id
				ORDER BY (language = $6) DESC, (language = $7) DESC, language LIMIT 1) t ON true
			LEFT JOIN LATERAL (SELECT name FROM cause_texts WHERE cause_id = g.cause_id
				ORDER BY (language = $6) DESC, (language = $7) DESC, language LIMIT 1) k ON true) AS latest,
		` + stampsSQL + `
	FROM members m
	LEFT JOIN wallets w ON w.member_id = m.id AND w.wallet = 'points'
	LEFT JOIN wallets d ON d.member_id = m.id AND d.wallet = 'debt'
	LEFT JOIN standings s ON s.member_id = m.id
	CROSS JOIN (SELECT cast(coalesce(sum(remaining) FILTER (WHERE available_on <= $2), 0) AS bigint) AS ready,
		cast(coalesce(sum(remaining) FILTER (WHERE available_on > $2), 0) AS bigint) AS pending, min(expires_on) AS expiring_on FROM p) b
	CROSS JOIN (SELECT cast(coalesce(sum(amount), 0) AS bigint) AS reserved FROM holds
		WHERE member_id = $1 AND wallet = 'points' AND state = 'open' AND expires_at > $3) h
	CROSS JOIN LATERAL (SELECT cast(coalesce(sum(tier_spend), 0) AS bigint) AS spend,
		cast(coalesce(sum(tier_points), 0) AS bigint) AS points
		FROM purchases WHERE member_id = m.id AND placed_on BETWEEN $4 AND $2) win
	WHERE m.id = $1`

// ReadHome reads a member's start page in one statement; fault.NotFound for an
// unknown member.
func ReadHome(ctx context.Context, r db.Reader, v *programme.Version, who Reader) (Home, error) {
	today, policy := v.Today(r.Time()), v.Document.Tiers
	var row homeRow
	since := catalogue.StartsOf(today, v.Zone())
	err := r.Get(ctx, &row, selectHome, who.Member, today, r.Time(), tiers.WindowStart(policy, today), latestLines,
		who.Language, v.Document.Club.Languages[0], since.Day, since.Month, since.Year)
	if errors.Is(err, sql.ErrNoRows) {
		return Home{}, fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return Home{}, fmt.Errorf("read the start page: %w", err)
	}
	h := Home{Totals: row.Totals, Today: today, Now: r.Time(), IsFirstDay: !row.Bought && len(row.Held) == 0}
	h.Worth = v.Document.Spending.Worth(h.Spendable)
	h.Standing = row.standing(policy, who.Member, today)
	h.Way = tiers.Progress(policy, h.Standing, tiers.Window{Spend: row.Spend, Points: row.Points}, today)
	return h, row.unpack(&h)
}

func (row homeRow) standing(p tiers.Policy, member ids.Member, today time.Time) tiers.Standing {
	if p.Rank(row.Tier) < 0 || row.Since == nil {
		return tiers.Start(p, member, today)
	}
	return tiers.Standing{MemberID: member, Tier: row.Tier, Since: *row.Since, KeepUntil: row.KeepUntil, ReachedIn: row.ReachedIn}
}

// unpack reads the lists, which come as JSON.
func (row homeRow) unpack(h *Home) error {
	if len(row.Held) > 0 {
		if err := json.Unmarshal(row.Held, &h.Held); err != nil {
			return fmt.Errorf("read the vouchers held: %w", err)
		}
	}
	if len(row.Stamps) > 0 {
		if err := json.Unmarshal(row.Stamps, &h.Stamps); err != nil {
			return fmt.Errorf("read the stamp cards: %w", err)
		}
	}
	if len(row.Latest) > 0 {
		if err := json.Unmarshal(row.Latest, &h.Latest); err != nil {
			return fmt.Errorf("read the latest entries: %w", err)
		}
	}
	return nil
}
