package catalogue

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `r.id, r.kind, r.state, r.price, r.worth, r.cost, r.percent, r.partner_id, r.partner_pays, r.tier, r.starts_on,
	r.ends_on, r.valid_days, r.per_member, r.places, r.art, r.position, r.created_at, r.updated_at,
	r.per_period, r.back_on, r.picture_id, r.codes, r.by_code, r.no_return, r.no_gift,
	r.happens_at, r.venue, r.opens, r.public_on, r.stamps, r.stamp_of, r.granted_from`

// Languages are the reader's and the club's main one, which stands in.
type Languages struct{ Wanted, Main string }

// A card is one row: the best text there is, the partner's name, and the sum
// over the shards of its stock.
const card = `SELECT ` + columns + `, t.language, t.name, t.description, t.hand_over,
	coalesce(p.name, '') AS partner_name, coalesce(p.state, 'active') = 'active' AS partner_open, s.put_in, s.remaining
	FROM rewards r
	CROSS JOIN LATERAL (SELECT x.language, x.name, x.description, x.hand_over FROM reward_texts x WHERE x.reward_id = r.id
		ORDER BY (x.language = $1) DESC, (x.language = $2) DESC, x.language LIMIT 1) t
	LEFT JOIN partners p ON p.id = r.partner_id
	LEFT JOIN LATERAL (SELECT cast(sum(y.put_in) AS bigint) AS put_in, cast(sum(y.remaining) AS bigint) AS remaining
		FROM reward_stock y WHERE y.reward_id = r.id) s ON true`

// MaxCards bounds a catalogue as members see it.
const MaxCards = 500

// Open gives the catalogue of a day as members see it: what points buy, live,
// not yet ended, the partner's offers only while the partner is active; what starts later is among
// them, so that it can be announced. In the shop's order.
func Open(ctx context.Context, r db.Reader, lang Languages, today time.Time) ([]Card, error) {
	var list []Card
	err := r.Select(ctx, &list, card+` WHERE r.state = 'live' AND r.price > 0 AND (r.ends_on IS NULL OR r.ends_on >= $3)
		AND coalesce(p.state, 'active') = 'active' ORDER BY r.position, r.id LIMIT $4`, lang.Wanted, lang.Main, today, MaxCards)
	if err != nil {
		return nil, fmt.Errorf("list the catalogue: %w", err)
	}
	return list, nil
}

// Show gives one reward as a reader sees it; fault.NotFound when there is none.
func Show(ctx context.Context, r db.Reader, id ids.Reward, lang Languages) (Card, error) {
	var c Card
	err := r.Get(ctx, &c, card+` WHERE r.id = $3`, lang.Wanted, lang.Main, id)
	return c, db.Found(err, "reward_unknown", "show a reward")
}

// Filter picks from the shop's own list: a state ("" for all but archived
// ones), a partner, and the last reward of the page before.
type Filter struct {
	State   State
	Partner ids.Partner
	After   ids.Reward
}

// PageSize is how many rewards List gives at once.
const PageSize = 50

// List gives a page of rewards for the shop's own people, newest first.
func List(ctx context.Context, r db.Reader, lang Languages, f Filter) ([]Card, error) {
	var list []Card
	err := r.Select(ctx, &list, card+` WHERE (r.state = $3 OR ($3 = '' AND r.state <> 'archived'))
		AND ($4::uuid IS NULL OR r.partner_id = $4) AND ($5::uuid IS NULL OR r.id < $5) ORDER BY r.id DESC LIMIT $6`,
		lang.Wanted, lang.Main, f.State, f.Partner, f.After, PageSize)
	if err != nil {
		return nil, fmt.Errorf("list rewards: %w", err)
	}
	return list, nil
}

// Find gives one reward; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, id ids.Reward) (Reward, error) {
	var got Reward
	err := r.Get(ctx, &got, `SELECT `+columns+` FROM rewards r WHERE r.id = $1`, id)
	return got, db.Found(err, "reward_unknown", "find a reward")
}

// Texts gives a reward's words in all languages.
func Texts(ctx context.Context, r db.Reader, id ids.Reward) ([]Text, error) {
	var list []Text
	err := r.Select(ctx, &list, `SELECT language, name, description, hand_over FROM reward_texts
		WHERE reward_id = $1 ORDER BY language`, id)
	if err != nil {
		return nil, fmt.Errorf("read a reward's texts: %w", err)
	}
	return list, nil
}
