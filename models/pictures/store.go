package pictures

import (
	"context"
	"fmt"
	"io"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/ids"
)

// Picture is one in both sizes, as JPEGs. It never changes: another picture has
// another id.
type Picture struct {
	ID           ids.Picture
	Small, Large []byte
}

// Insert keeps a picture under a random id, which it answers.
func Insert(ctx context.Context, tx *db.Tx, p Picture) (ids.Picture, error) {
	var random [16]byte
	if _, err := io.ReadFull(tx.Random(), random[:]); err != nil {
		return ids.Picture{}, fmt.Errorf("name a picture: %w", err)
	}
	id := ids.Picture(uuid.UUID(random))
	_, err := tx.Exec(ctx, `INSERT INTO pictures (id, small, large, added_at) VALUES ($1, $2, $3, $4)`, id, p.Small, p.Large, tx.Now)
	if err != nil {
		return ids.Picture{}, fmt.Errorf("keep a picture: %w", err)
	}
	return id, nil
}

// Body gives one size of a picture, a JPEG; fault.NotFound when there is none.
func Body(ctx context.Context, r db.Reader, id ids.Picture, isLarge bool) ([]byte, error) {
	column := "small"
	if isLarge {
		column = "large"
	}
	var body []byte
	err := r.Get(ctx, &body, `SELECT `+column+` FROM pictures WHERE id = $1`, id)
	return body, db.Found(err, "not_found", "read a picture")
}

// Forget takes a picture away that no reward shows any more.
func Forget(ctx context.Context, tx *db.Tx, id ids.Picture) error {
	_, err := tx.Exec(ctx, `DELETE FROM pictures p WHERE p.id = $1 AND NOT EXISTS (SELECT FROM rewards r WHERE r.picture_id = p.id)`, id)
	if err != nil {
		return fmt.Errorf("take a picture away: %w", err)
	}
	return nil
}
