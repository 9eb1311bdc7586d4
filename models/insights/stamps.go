package insights

import (
	"context"
	"fmt"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
)

// StampCard is a stamp card as one member sees it: On stamps of Stamps.
type StampCard struct {
	ID        ids.Reward  `db:"id"`
	Language  string      `db:"language"`
	Name      string      `db:"name"`
	Art       string      `db:"art"`
	PictureID ids.Picture `db:"picture_id"`
	Tier      string      `db:"tier"`
	EndsOn    *time.Time  `db:"ends_on"`
	Stamps    int         `db:"stamps"`
	On        int         `db:"on_card"`
}

// ToGo is how many stamps are missing.
func (s StampCard) ToGo() int { return s.Stamps - s.On }

// Marks are the card's places, the stamped ones true.
func (s StampCard) Marks() []bool {
	marks := make([]bool, s.Stamps)
	for i := range marks {
		marks[i] = i < s.On
	}
	return marks
}

// MaxStampCards bounds how many cards a page shows.
const MaxStampCards = 20

// StampCards gives the cards that run on a day, as a member has filled them.
func StampCards(ctx context.Context, r db.Reader, member ids.Member, lang catalogue.Languages, today time.Time) ([]StampCard, error) {
	var list []StampCard
	err := r.Select(ctx, &list, `SELECT r.id, t.language, t.name, r.art, r.picture_id, r.tier, r.ends_on, r.stamps,
			least(greatest(coalesce(s.collected - s.spent, 0), 0), r.stamps) AS on_card
		FROM rewards r LEFT JOIN stamp_cards s ON s.member_id = $1 AND s.reward_id = r.id
		CROSS JOIN LATERAL (SELECT x.language, x.name FROM reward_texts x WHERE x.reward_id = r.id
			ORDER BY (x.language = $2) DESC, (x.language = $3) DESC, x.language LIMIT 1) t
		WHERE r.state = 'live' AND r.kind = 'stamp_card' AND (r.starts_on IS NULL OR r.starts_on <= $4) AND (r.ends_on IS NULL OR r.ends_on >= $4)
		ORDER BY r.position, r.id LIMIT $5`, member, lang.Wanted, lang.Main, today, MaxStampCards)
	if err != nil {
		return nil, fmt.Errorf("list stamp cards: %w", err)
	}
	return list, nil
}
