package partners

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

const columns = `id, name, about, email, state, created_at`

// PageSize is how many partners List gives at once.
const PageSize = 50

// List gives a page of partners, newest first, after the given one (zero: from
// the start). Archived ones are among them.
func List(ctx context.Context, r db.Reader, after ids.Partner) ([]Partner, error) {
	var list []Partner
	err := r.Select(ctx, &list, `SELECT `+columns+` FROM partners
		WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`, after, PageSize)
	if err != nil {
		return nil, fmt.Errorf("list partners: %w", err)
	}
	return list, nil
}

// Choices gives the partners that an offer can be made with, by name, at most 500.
func Choices(ctx context.Context, r db.Reader) ([]Partner, error) {
	var list []Partner
	err := r.Select(ctx, &list, `SELECT `+columns+` FROM partners WHERE state <> 'archived' ORDER BY name, id LIMIT 500`)
	if err != nil {
		return nil, fmt.Errorf("list partners to choose from: %w", err)
	}
	return list, nil
}

// Find gives one partner; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, id ids.Partner) (Partner, error) {
	var p Partner
	err := r.Get(ctx, &p, `SELECT `+columns+` FROM partners WHERE id = $1`, id)
	return p, db.Found(err, "partner_unknown", "find a partner")
}

// Insert keeps a new partner.
func Insert(ctx context.Context, tx *db.Tx, p Partner) error {
	if err := Check(p); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO partners (id, name, about, email, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, p.ID, p.Name, p.About, p.Email, p.State, p.CreatedAt)
	if err != nil {
		return fmt.Errorf("insert a partner: %w", err)
	}
	return nil
}

// Update changes a partner; fault.NotFound when there is none.
func Update(ctx context.Context, tx *db.Tx, p Partner) error {
	if err := Check(p); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE partners SET name = $2, about = $3, email = $4, state = $5 WHERE id = $1`,
		p.ID, p.Name, p.About, p.Email, p.State)
	if err != nil {
		return fmt.Errorf("update a partner: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "partner_unknown")
	}
	return nil
}
