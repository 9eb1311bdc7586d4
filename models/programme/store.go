package programme

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
)

// Published is a version as the list of versions shows it.
type Published struct {
	Number      int       `db:"version"`
	StartsAt    time.Time `db:"starts_at"`
	PublishedAt time.Time `db:"published_at"`
	// By is who published it: the kind of actor and an id, never a name.
	By   string `db:"published_by"`
	Note string `db:"note"`
}

// List gives all published versions, the newest first.
func List(ctx context.Context, r db.Reader) ([]Published, error) {
	var rows []Published
	err := r.Select(ctx, &rows, `
		SELECT version, starts_at, published_at, published_by, note FROM programme_versions ORDER BY version DESC`)
	if err != nil {
		return nil, fmt.Errorf("list programme versions: %w", err)
	}
	return rows, nil
}

// Insert is the row of a new version; document is its canonical form. Two that
// take one number at once meet programme_versions_pkey.
func Insert(p Published, document []byte) db.Write {
	return db.Write{
		SQL: `INSERT INTO programme_versions (version, document, starts_at, published_at, published_by, note)
			VALUES ($1, $2, $3, $4, $5, $6)`,
		Args: []any{p.Number, string(document), p.StartsAt, p.PublishedAt, p.By, p.Note},
	}
}

// load reads and works out one version; fault.NotFound when there is none.
func load(ctx context.Context, r db.Reader, number int) (*Version, error) {
	var rows []struct {
		StartsAt time.Time `db:"starts_at"`
		Document string    `db:"document"`
	}
	err := r.Select(ctx, &rows, `SELECT starts_at, document FROM programme_versions WHERE version = $1`, number)
	if err != nil {
		return nil, fmt.Errorf("load programme version %d: %w", number, err)
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.NotFound, "programme_version")
	}
	// What is stored was checked when it was published, so a fault in it is ours
	// and not the caller's.
	doc, err := Parse([]byte(rows[0].Document))
	if err != nil {
		return nil, fmt.Errorf("read programme version %d: %v", number, err) //nolint:errorlint // wrapped it would look like the caller's
	}
	return NewVersion(number, rows[0].StartsAt.UTC(), doc)
}
