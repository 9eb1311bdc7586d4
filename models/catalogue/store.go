package catalogue

import (
	"cmp"
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

const saveSQL = `INSERT INTO rewards (id, kind, state, price, worth, cost, percent, partner_id, partner_pays, tier,
		starts_on, ends_on, valid_days, per_member, places, art, position, created_at, updated_at,
		per_period, back_on, picture_id, codes, by_code, no_return, no_gift,
		happens_at, venue, opens, public_on, stamps, stamp_of, granted_from)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18,
		$19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)
	ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state, price = excluded.price,
		worth = excluded.worth, cost = excluded.cost, percent = excluded.percent, partner_id = excluded.partner_id,
		partner_pays = excluded.partner_pays, tier = excluded.tier, starts_on = excluded.starts_on,
		ends_on = excluded.ends_on, valid_days = excluded.valid_days, per_member = excluded.per_member,
		places = excluded.places, art = excluded.art, position = excluded.position, updated_at = excluded.updated_at,
		per_period = excluded.per_period, back_on = excluded.back_on, picture_id = excluded.picture_id, codes = excluded.codes,
		by_code = excluded.by_code, no_return = excluded.no_return, no_gift = excluded.no_gift,
		happens_at = excluded.happens_at, venue = excluded.venue, opens = excluded.opens, public_on = excluded.public_on,
		stamps = excluded.stamps, stamp_of = excluded.stamp_of, granted_from = excluded.granted_from`

// Save keeps a reward, new or known by its id, and exactly these texts. The
// caller has checked it.
func Save(ctx context.Context, tx *db.Tx, r Reward, texts []Text) error {
	_, err := tx.Exec(ctx, saveSQL, r.ID, r.Kind, r.State, r.Price, r.Worth, r.Cost, r.Percent, r.PartnerID, r.PartnerPays, r.Tier,
		r.StartsOn, r.EndsOn, r.ValidDays, r.PerMember, r.Places, r.Art, r.Position, tx.Now,
		cmp.Or(r.PerPeriod, Ever), r.BackOn, r.PictureID, cmp.Or(r.Codes, OwnCodes), r.ByCode, r.NoReturn, r.NoGift,
		r.HappensAt, r.Venue, r.Opens, r.PublicOn, r.Stamps, r.StampOf, r.GrantedFrom)
	if err != nil {
		return fmt.Errorf("save a reward: %w", err)
	}
	return saveTexts(ctx, tx, r.ID, texts)
}

func saveTexts(ctx context.Context, tx *db.Tx, id ids.Reward, texts []Text) error {
	var languages, names, descriptions, handOvers []string
	for _, t := range texts {
		languages, names = append(languages, t.Language), append(names, t.Name)
		descriptions, handOvers = append(descriptions, t.Description), append(handOvers, t.HandOver)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM reward_texts WHERE reward_id = $1`, id); err != nil {
		return fmt.Errorf("clear a reward's texts: %w", err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO reward_texts (reward_id, language, name, description, hand_over)
		SELECT $1, l, n, d, h FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS t (l, n, d, h)`,
		id, pq.Array(languages), pq.Array(names), pq.Array(descriptions), pq.Array(handOvers))
	if err != nil {
		return fmt.Errorf("save a reward's texts: %w", err)
	}
	return nil
}

// SetPicture shows another picture of a reward; the zero id shows its drawing.
func SetPicture(ctx context.Context, tx *db.Tx, id ids.Reward, picture ids.Picture) error {
	if _, err := tx.Exec(ctx, `UPDATE rewards SET picture_id = $2, updated_at = $3 WHERE id = $1`, id, picture, tx.Now); err != nil {
		return fmt.Errorf("set a reward's picture: %w", err)
	}
	return nil
}

// SetState pauses, publishes or archives a reward; fault.NotFound when there is
// none. Vouchers that are out stay good.
func SetState(ctx context.Context, tx *db.Tx, id ids.Reward, state State) error {
	n, err := tx.Exec(ctx, `UPDATE rewards SET state = $2, updated_at = $3 WHERE id = $1`, id, state, tx.Now)
	if err != nil {
		return fmt.Errorf("set a reward's state: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "reward_unknown")
	}
	return nil
}
