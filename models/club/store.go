package club

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/lib/pq"

	"fealty/models/db"
)

const columns = `revision, opened_at, template, steps, turned_off, brand, accent, neutral, action, radius, font, display, logo_id,
	help, complaints, sms, points_per_act, points_per_day, approve_above, updated_at`

// Load reads the settings; Default where none were ever made.
func Load(ctx context.Context, r db.Reader) (Settings, error) {
	return load(ctx, r, `SELECT `+columns+` FROM club WHERE id = 1`)
}

// Lock reads the settings and keeps others from changing them until the
// transaction ends. What is not there yet can't be held: two first changes at
// once meet in Save, and the second of them begins anew.
func Lock(ctx context.Context, tx *db.Tx) (Settings, error) {
	return load(ctx, tx, `SELECT `+columns+` FROM club WHERE id = 1 FOR UPDATE`)
}

func load(ctx context.Context, r db.Reader, query string) (Settings, error) {
	s := Settings{}
	err := r.Get(ctx, &s, query)
	if errors.Is(err, sql.ErrNoRows) {
		return Default(), nil
	}
	if err != nil {
		return s, fmt.Errorf("read the club's settings: %w", err)
	}
	var texts []Text
	if err := r.Select(ctx, &texts, `SELECT language, heading, lead FROM club_texts ORDER BY language`); err != nil {
		return s, fmt.Errorf("read the club's texts: %w", err)
	}
	s.Texts = map[string]Text{}
	for _, t := range texts {
		s.Texts[t.Language] = t
	}
	return s, nil
}

// Begin is the row of a fresh club, which is not open yet. Where there is one
// already it stays.
func Begin(ctx context.Context, tx *db.Tx) error {
	s := Default()
	return insert(ctx, tx, s, `ON CONFLICT (id) DO NOTHING`)
}

const insertClub = `INSERT INTO club (id, ` + columns + `)
	VALUES (1, 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) `

func insert(ctx context.Context, tx *db.Tx, s Settings, conflict string) error {
	_, err := tx.Exec(ctx, insertClub+conflict, s.args(tx)...)
	if err != nil {
		return fmt.Errorf("keep the club's first settings: %w", err)
	}
	return nil
}

func (s Settings) args(tx *db.Tx) []any {
	list := func(a pq.StringArray) pq.StringArray {
		if a == nil {
			return pq.StringArray{}
		}
		return a
	}
	return []any{s.OpenedAt, s.Template, list(s.Steps), list(s.TurnedOff), s.Brand, s.Accent, s.Neutral, s.Action, s.Radius, s.Font, s.Display,
		s.Logo, s.Help, s.Complaints, s.SMS, s.PerAct, s.PerDay, s.ApproveAbove, tx.Now}
}

// Save keeps checked settings that were read by Lock in the same transaction, and
// exactly their texts.
func Save(ctx context.Context, tx *db.Tx, s Settings) error {
	if s.Revision == 0 {
		if s.OpenedAt == nil {
			s.OpenedAt = &tx.Now // it was open before anything was set
		}
		if err := insert(ctx, tx, s, ``); err != nil {
			return err
		}
		return saveTexts(ctx, tx, s.Texts)
	}
	_, err := tx.Exec(ctx, `UPDATE club SET revision = revision + 1, opened_at = $1, template = $2, steps = $3, turned_off = $4, brand = $5,
			accent = $6, neutral = $7, action = $8, radius = $9, font = $10, display = $11, logo_id = $12, help = $13, complaints = $14, sms = $15,
			points_per_act = $16, points_per_day = $17, approve_above = $18, updated_at = $19 WHERE id = 1`, s.args(tx)...)
	if err != nil {
		return fmt.Errorf("save the club's settings: %w", err)
	}
	return saveTexts(ctx, tx, s.Texts)
}

func saveTexts(ctx context.Context, tx *db.Tx, texts map[string]Text) error {
	var languages, headings, leads []string
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		if t := texts[lang]; t.Heading+t.Lead != "" {
			languages, headings, leads = append(languages, lang), append(headings, t.Heading), append(leads, t.Lead)
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM club_texts`); err != nil {
		return fmt.Errorf("clear the club's texts: %w", err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO club_texts (language, heading, lead)
		SELECT l, h, t FROM unnest($1::text[], $2::text[], $3::text[]) AS x (l, h, t)`, pq.Array(languages), pq.Array(headings), pq.Array(leads))
	if err != nil {
		return fmt.Errorf("save the club's texts: %w", err)
	}
	return nil
}
