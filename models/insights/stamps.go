package insights

import (
	"time"

	"fealty/models/ids"
)

// StampCard is a stamp card as one member sees it: On stamps of Stamps. Until is
// its last day as "2006-01-02", or "".
type StampCard struct {
	ID        ids.Reward  `json:"id"`
	Language  string      `json:"language"`
	Name      string      `json:"name"`
	Art       string      `json:"art"`
	PictureID ids.Picture `json:"picture"`
	Until     string      `json:"until"`
	Stamps    int         `json:"stamps"`
	On        int         `json:"on_card"`
}

// EndsOn is the last day, nil for none.
func (s StampCard) EndsOn() *time.Time {
	day, err := time.Parse(time.DateOnly, s.Until)
	if err != nil {
		return nil
	}
	return &day
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

// stampsSQL reads the cards that run on the day $2, in the shop's order, as the
// member $1 has filled them; part of the start page's one statement.
const stampsSQL = `(SELECT json_agg(json_build_object('id', r.id, 'language', x.language, 'name', x.name, 'art', r.art, 'picture', r.picture_id,
		'until', coalesce(cast(r.ends_on AS text), ''), 'stamps', r.stamps,
		'on_card', least(greatest(coalesce(q.collected - q.spent, 0), 0), r.stamps)) ORDER BY r.position, r.id)
	FROM rewards r LEFT JOIN stamp_cards q ON q.member_id = $1 AND q.reward_id = r.id
	CROSS JOIN LATERAL (SELECT y.language, y.name FROM reward_texts y WHERE y.reward_id = r.id
		ORDER BY (y.language = $6) DESC, (y.language = $7) DESC, y.language LIMIT 1) x
	WHERE r.state = 'live' AND r.kind = 'stamp_card' AND (r.starts_on IS NULL OR r.starts_on <= $2) AND (r.ends_on IS NULL OR r.ends_on >= $2)) AS stamps`
