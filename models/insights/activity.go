package insights

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/purchases"
)

// ActivityPage is about how many entries a part of the activity shows: whole
// months, as long as they have no more than ActivityMost.
const (
	ActivityPage = 25
	ActivityMost = 200
)

// Act is one entry of the points wallet with what it is about. What does not
// concern its kind is empty.
type Act struct {
	Deed
	Balance money.Points `db:"balance"`
	On      time.Time    `db:"happened_on"`
	// In and Out are the sums of the entry's whole month under the same filter.
	In  money.Points `db:"month_in"`
	Out money.Points `db:"month_out"`
	// Earlier tells whether there is more before the month of the last entry read.
	Earlier bool `db:"earlier"`

	// AvailableOn and ExpiresOn are those of the lot that the entry made; LostOn is
	// the last day of what an expiry booked.
	AvailableOn *time.Time `db:"available_on"`
	ExpiresOn   *time.Time `db:"expires_on"`
	LostOn      *time.Time `db:"lost_on"`

	// The purchase that it comes from, or that a return belongs to.
	Reference string          `db:"reference"`
	Base      money.Amount    `db:"earning_base"`
	Version   int             `db:"version"`
	Earned    money.Points    `db:"earned"`
	Cells     purchases.Cells `db:"cells"`
	Lines     []byte          `db:"lines"`

	// What became of the points of a return.
	Due      money.Points `db:"due"`
	Forgiven money.Points `db:"forgiven"`
	// Lapsed is the part of Forgiven that had expired unused.
	Lapsed money.Points `db:"lapsed"`
	Owed   money.Points `db:"owed"`

	// Language is the one that Name is written in.
	Language string       `db:"language"`
	Voucher  ids.Voucher  `db:"voucher_id"`
	Donation ids.Donation `db:"donation_id"`
	UsedAt   *time.Time   `db:"used_at"`
	UsePlace string       `db:"use_place"`
	Given    money.Amount `db:"given"`
	Matched  money.Amount `db:"matched"`
}

// Sort is what the activity may be narrowed to.
type Sort string

// The sorts: a return is among what was earned, and what came back of spending
// among what was spent.
const (
	Everything Sort = "all"
	Earned     Sort = "earned"
	Spent      Sort = "spent"
	Expired    Sort = "expired"
)

// AskedActs is whose entries, of which sort, from before which entry (0: from
// the newest), and at least about how many.
type AskedActs struct {
	Reader
	Main   string
	Sort   Sort
	Before int64
	Size   int
}

// The months' edge keeps a part to whole months: months' sums stand once, and
// nothing is told twice. A voucher's or gift's words are in the reader's
// language, else the shop's.
const selectActs = `WITH mine AS (SELECT seq, kind, amount, balance, happened_on, source, source_id
		FROM entries WHERE member_id = $1 AND wallet = 'points' AND ($4 = 'all' OR $4 = CASE
			WHEN kind = 'expired' THEN 'expired'
			WHEN kind IN ('redemption', 'voucher_returned', 'donation', 'donation_undone', 'payment', 'payment_restored') THEN 'spent'
			ELSE 'earned' END)),
	rest AS (SELECT seq, kind, amount, balance, happened_on, source, source_id FROM mine
		WHERE cast($5 AS bigint) = 0 OR (happened_on, seq) < (SELECT happened_on, seq FROM entries
			WHERE member_id = $1 AND wallet = 'points' AND seq = $5)),
	edge AS (SELECT date_trunc('month', min(happened_on)) AS from_on
		FROM (SELECT happened_on FROM rest ORDER BY happened_on DESC, seq DESC LIMIT $6) newest),
	part AS (SELECT seq, kind, amount, balance, happened_on, source, source_id FROM rest
		WHERE happened_on >= (SELECT from_on FROM edge) ORDER BY happened_on DESC, seq DESC LIMIT $7),
	months AS (SELECT date_trunc('month', happened_on) AS month, sum(greatest(amount, 0)) AS month_in, sum(least(amount, 0)) AS month_out
		FROM mine GROUP BY 1)
	SELECT e.seq, e.kind, e.amount, e.balance, e.happened_on, cast(s.month_in AS bigint) AS month_in,
		cast(s.month_out AS bigint) AS month_out,
		EXISTS (SELECT FROM rest WHERE (happened_on, seq) < (SELECT happened_on, seq FROM part ORDER BY happened_on, seq LIMIT 1)) AS earlier,
		l.available_on, l.expires_on, lost.on_day AS lost_on,
		coalesce(p.reference, '') AS reference, coalesce(p.total, 0) AS total, coalesce(o.name, p.shop, '') AS shop,
		coalesce(p.channel, '') AS channel, coalesce(p.earning_base, 0) AS earning_base, coalesce(p.version, 0) AS version,
		coalesce(p.points, 0) AS earned, coalesce(p.cells, '[]') AS cells, b.lines,
		coalesce(x.amount, 0) AS back, coalesce(x.due, 0) AS due, coalesce(x.forgiven, 0) AS forgiven, coalesce(x.lapsed, 0) AS lapsed, coalesce(x.owed, 0) AS owed,
		coalesce(t.name, k.name, f.first_name, '') AS name, coalesce(t.language, k.language, '') AS language,
		v.id AS voucher_id, g.id AS donation_id, v.used_at, coalesce(h.name, u.place, '') AS use_place,
		coalesce(g.amount, 0) AS given, coalesce(g.matched, 0) AS matched
	FROM part e JOIN months s ON s.month = date_trunc('month', e.happened_on)
	LEFT JOIN lots l ON l.member_id = $1 AND l.wallet = 'points' AND l.seq = e.seq
	LEFT JOIN LATERAL (SELECT max(y.expires_on) AS on_day FROM lot_uses z JOIN lots y ON y.member_id = z.member_id AND y.wallet = z.wallet
		AND y.seq = z.lot_seq WHERE e.kind = 'expired' AND z.member_id = $1 AND z.wallet = 'points' AND z.entry_seq = e.seq) lost ON true
	LEFT JOIN returns x ON e.source = 'return' AND x.member_id = $1 AND x.id = e.source_id
	LEFT JOIN purchases p ON p.member_id = $1 AND p.id = coalesce(x.purchase_id, e.source_id) AND e.source IN ('purchase', 'return')
	LEFT JOIN shops o ON o.key = p.shop
	LEFT JOIN LATERAL (SELECT json_agg(json_build_object('line', line, 'category', category, 'base', base)) AS lines
		FROM purchase_lines WHERE e.kind = 'purchase' AND member_id = $1 AND purchase_id = p.id) b ON true
	LEFT JOIN vouchers v ON e.source = 'voucher' AND v.member_id = $1 AND v.id = e.source_id
	LEFT JOIN voucher_uses u ON u.voucher_id = v.id AND u.undone_at IS NULL
	LEFT JOIN shops h ON h.key = u.place
	LEFT JOIN donations g ON e.source = 'donation' AND g.member_id = $1 AND g.id = e.source_id
	LEFT JOIN referrals w ON e.source = 'referral' AND w.id = e.source_id AND w.referrer_id = $1
	LEFT JOIN members f ON f.id = w.friend_id
	LEFT JOIN LATERAL (SELECT name, language FROM reward_texts WHERE reward_id = v.reward_id
		ORDER BY (language = $2) DESC, (language = $3) DESC, language LIMIT 1) t ON true
	LEFT JOIN LATERAL (SELECT name, language FROM cause_texts WHERE cause_id = g.cause_id
		ORDER BY (language = $2) DESC, (language = $3) DESC, language LIMIT 1) k ON true
	ORDER BY e.happened_on DESC, e.seq DESC`

// Acts reads a part of a member's activity, the newest first, in one statement.
func Acts(ctx context.Context, r db.Reader, a AskedActs) ([]Act, error) {
	var list []Act
	err := r.Select(ctx, &list, selectActs, a.Member, a.Language, a.Main, a.Sort, a.Before, a.Size, ActivityMost)
	if err != nil {
		return nil, fmt.Errorf("read a member's activity: %w", err)
	}
	return list, nil
}

// bought are the lines of the purchase as far as its arithmetic needs them.
func (a Act) bought() ([]boughtLine, error) {
	var lines []boughtLine
	if len(a.Lines) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(a.Lines, &lines); err != nil {
		return nil, fmt.Errorf("read a purchase's lines: %w", err)
	}
	return lines, nil
}

type boughtLine struct {
	Line     int          `json:"line"`
	Category string       `json:"category"`
	Base     money.Amount `json:"base"`
}
