package insights

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
)

// Office is what the admin's start page is drawn from.
type Office struct {
	// Members are all there are.
	Members int64 `db:"members"`
	// Owed are the points that members have, OwedWorth what they are worth to them.
	Owed      money.Points `db:"owed"`
	OwedWorth money.Amount
	// Dead are messages that could not be delivered.
	Dead int64 `db:"dead"`
	// Tiers are the members of each tier, in the document's order.
	Tiers []TierCount
	// Low are live rewards of which few or none are left.
	Low []LowStock

	Standings []byte `db:"standings"`
	Scarce    []byte `db:"scarce"`
}

// TierCount is how many members stand in a tier.
type TierCount struct {
	Key     string
	Members int64
}

// LowStock is a reward that runs out.
type LowStock struct {
	ID        ids.Reward `json:"id"`
	Name      string     `json:"name"`
	Language  string     `json:"language"`
	Remaining int64      `json:"remaining"`
}

// Those without a row of a standing stand in the first tier.
const selectOffice = `SELECT (SELECT count(*) FROM members WHERE state = 'active') AS members, w.owed,
		(SELECT count(*) FROM messages WHERE state = 'dead') AS dead,
		(SELECT json_object_agg(tier, n) FROM (SELECT tier, count(*) AS n FROM standings GROUP BY tier) s) AS standings,
		(SELECT json_agg(json_build_object('id', id, 'name', name, 'language', language, 'remaining', remaining) ORDER BY remaining, name)
			FROM (SELECT r.id, t.name, t.language, sum(k.remaining) AS remaining FROM rewards r JOIN reward_stock k ON k.reward_id = r.id
				CROSS JOIN LATERAL (SELECT name, language FROM reward_texts WHERE reward_id = r.id
					ORDER BY (language = $1) DESC, (language = $2) DESC, language LIMIT 1) t
				WHERE r.state = 'live' AND (r.ends_on IS NULL OR r.ends_on >= $4) GROUP BY r.id, t.name, t.language
				HAVING sum(k.remaining) <= $3 ORDER BY sum(k.remaining) LIMIT 10) low) AS scarce
	FROM (SELECT cast(coalesce(sum(balance), 0) AS bigint) AS owed FROM wallets WHERE wallet = 'points') w`

// ReadOffice reads the admin's start page in one statement. Low is how many left
// are few.
func ReadOffice(ctx context.Context, r db.Reader, v *programme.Version, lang catalogue.Languages, low int) (Office, error) {
	today := v.Today(r.Time())
	var o Office
	if err := r.Get(ctx, &o, selectOffice, lang.Wanted, lang.Main, low, today); err != nil {
		return o, fmt.Errorf("read the admin's start page: %w", err)
	}
	o.OwedWorth = v.Document.Spending.Worth(o.Owed)
	if len(o.Scarce) > 0 {
		if err := json.Unmarshal(o.Scarce, &o.Low); err != nil {
			return o, fmt.Errorf("read what runs out: %w", err)
		}
	}
	return o, o.countTiers(v)
}

func (o *Office) countTiers(v *programme.Version) error {
	standings := map[string]int64{}
	if len(o.Standings) > 0 {
		if err := json.Unmarshal(o.Standings, &standings); err != nil {
			return fmt.Errorf("read the tiers: %w", err)
		}
	}
	rest := o.Members
	for _, step := range v.Document.Tiers.Steps {
		o.Tiers = append(o.Tiers, TierCount{step.Key, standings[step.Key]})
		rest -= standings[step.Key]
	}
	o.Tiers[0].Members += max(rest, 0)
	return nil
}

// Holding is what a member has, for lists.
type Holding struct {
	MemberID ids.Member   `db:"member_id"`
	Balance  money.Points `db:"balance"`
	Tier     string       `db:"tier"`
}

// Holdings reads what members have, by id; who stands nowhere has tier "".
func Holdings(ctx context.Context, r db.Reader, members []ids.Member) (map[ids.Member]Holding, error) {
	texts := make([]string, len(members))
	for i, id := range members {
		texts[i] = id.String()
	}
	var rows []Holding
	err := r.Select(ctx, &rows, `SELECT m.id AS member_id, coalesce(w.balance, 0) AS balance, coalesce(s.tier, '') AS tier
		FROM unnest(cast($1 AS uuid[])) AS m (id) LEFT JOIN wallets w ON w.member_id = m.id AND w.wallet = 'points'
		LEFT JOIN standings s ON s.member_id = m.id`, pq.Array(texts))
	if err != nil {
		return nil, fmt.Errorf("read what members have: %w", err)
	}
	by := make(map[ids.Member]Holding, len(rows))
	for _, row := range rows {
		by[row.MemberID] = row
	}
	return by, nil
}

// PartnerMonth is what was used at a partner since a day, and what the shop owes
// for it.
type PartnerMonth struct {
	PartnerID ids.Partner  `db:"partner_id"`
	Uses      int64        `db:"uses"`
	Pays      money.Amount `db:"pays"`
}

// PartnerMonths sums the uses at partners since an instant, by id.
func PartnerMonths(ctx context.Context, r db.Reader, partners []ids.Partner, since time.Time) (map[ids.Partner]PartnerMonth, error) {
	texts := make([]string, len(partners))
	for i, id := range partners {
		texts[i] = id.String()
	}
	var rows []PartnerMonth
	err := r.Select(ctx, &rows, `SELECT partner_id, count(*) AS uses, cast(coalesce(sum(pays), 0) AS bigint) AS pays FROM voucher_uses
		WHERE partner_id = ANY(cast($1 AS uuid[])) AND used_at >= $2 AND undone_at IS NULL GROUP BY partner_id`, pq.Array(texts), since)
	if err != nil {
		return nil, fmt.Errorf("sum what was used at partners: %w", err)
	}
	by := make(map[ids.Partner]PartnerMonth, len(rows))
	for _, row := range rows {
		by[row.PartnerID] = row
	}
	return by, nil
}
