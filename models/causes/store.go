package causes

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `c.id, c.state, c.art, c.goal, c.match_percent, c.position, c.created_at`

// Languages are the reader's and the club's main one, which stands in.
type Languages struct{ Wanted, Main string }

const shown = `SELECT ` + columns + `, t.language, t.name, t.description FROM causes c
	CROSS JOIN LATERAL (SELECT x.language, x.name, x.description FROM cause_texts x WHERE x.cause_id = c.id
		ORDER BY (x.language = $1) DESC, (x.language = $2) DESC, x.language LIMIT 1) t`

// Open gives the causes that members may give to, in the shop's order, at most 100.
func Open(ctx context.Context, r db.Reader, lang Languages) ([]Shown, error) {
	var list []Shown
	err := r.Select(ctx, &list, shown+` WHERE c.state = 'live' ORDER BY c.position, c.id LIMIT 100`, lang.Wanted, lang.Main)
	if err != nil {
		return nil, fmt.Errorf("list causes to give to: %w", err)
	}
	return list, nil
}

// All gives every cause, archived ones last, at most 200.
func All(ctx context.Context, r db.Reader, lang Languages) ([]Shown, error) {
	var list []Shown
	err := r.Select(ctx, &list, shown+` ORDER BY (c.state = 'archived'), c.position, c.id LIMIT 200`, lang.Wanted, lang.Main)
	if err != nil {
		return nil, fmt.Errorf("list all causes: %w", err)
	}
	return list, nil
}

// Show gives one cause in the reader's language; fault.NotFound when there is none.
func Show(ctx context.Context, r db.Reader, id ids.Cause, lang Languages) (Shown, error) {
	var s Shown
	err := r.Get(ctx, &s, shown+` WHERE c.id = $3`, lang.Wanted, lang.Main, id)
	return s, db.Found(err, "cause_unknown", "show a cause")
}

// Find gives one cause; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, id ids.Cause) (Cause, error) {
	var c Cause
	err := r.Get(ctx, &c, `SELECT `+columns+` FROM causes c WHERE c.id = $1`, id)
	return c, db.Found(err, "cause_unknown", "find a cause")
}

// Texts gives a cause's words in all languages.
func Texts(ctx context.Context, r db.Reader, id ids.Cause) ([]Text, error) {
	var list []Text
	err := r.Select(ctx, &list, `SELECT language, name, description FROM cause_texts WHERE cause_id = $1 ORDER BY language`, id)
	if err != nil {
		return nil, fmt.Errorf("read a cause's texts: %w", err)
	}
	return list, nil
}

// Save keeps a cause, new or known by its id, and exactly these texts.
func Save(ctx context.Context, tx *db.Tx, c Cause, texts []Text) error {
	_, err := tx.Exec(ctx, `INSERT INTO causes (id, state, art, goal, match_percent, position, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, art = excluded.art, goal = excluded.goal,
			match_percent = excluded.match_percent, position = excluded.position`,
		c.ID, c.State, c.Art, c.Goal, c.MatchPercent, c.Position, tx.Now)
	if err != nil {
		return fmt.Errorf("save a cause: %w", err)
	}
	return saveTexts(ctx, tx, c.ID, texts)
}

func saveTexts(ctx context.Context, tx *db.Tx, id ids.Cause, texts []Text) error {
	var languages, names, descriptions []string
	for _, t := range texts {
		languages, names, descriptions = append(languages, t.Language), append(names, t.Name), append(descriptions, t.Description)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM cause_texts WHERE cause_id = $1`, id); err != nil {
		return fmt.Errorf("clear a cause's texts: %w", err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO cause_texts (cause_id, language, name, description)
		SELECT $1, l, n, d FROM unnest($2::text[], $3::text[], $4::text[]) AS t (l, n, d)`,
		id, pq.Array(languages), pq.Array(names), pq.Array(descriptions))
	if err != nil {
		return fmt.Errorf("save a cause's texts: %w", err)
	}
	return nil
}
