package fields

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `key, kind, choices, access, position, created_at, archived_at`

// List gives the fields in use with their names, in the shop's order.
func List(ctx context.Context, r db.Reader) ([]Definition, error) {
	return list(ctx, r, `SELECT `+columns+` FROM field_definitions WHERE archived_at IS NULL ORDER BY position, key LIMIT 200`)
}

// Find reads one field in any state; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, key string) (Definition, error) {
	all, err := list(ctx, r, `SELECT `+columns+` FROM field_definitions WHERE key = $1`, key)
	if err == nil && len(all) == 0 {
		err = db.Found(sql.ErrNoRows, "not_found", "find a field")
	}
	if err != nil {
		return Definition{}, err
	}
	return all[0], nil
}

func list(ctx context.Context, r db.Reader, query string, args ...any) ([]Definition, error) {
	var all []Definition
	if err := r.Select(ctx, &all, query, args...); err != nil {
		return nil, fmt.Errorf("list fields: %w", err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	keys, at := make([]string, len(all)), make(map[string]int, len(all))
	for i, d := range all {
		keys[i], at[d.Key] = d.Key, i
	}
	var names []Name
	err := r.Select(ctx, &names, `SELECT field, language, label, choices FROM field_texts WHERE field = ANY($1) ORDER BY field, language`, pq.Array(keys))
	if err != nil {
		return nil, fmt.Errorf("read the names of fields: %w", err)
	}
	for _, n := range names {
		all[at[n.Field]].Texts = append(all[at[n.Field]].Texts, n)
	}
	return all, nil
}

// Save writes a field and its names; the kind of one that is there stays.
func Save(ctx context.Context, tx *db.Tx, d Definition) error {
	if _, err := tx.Exec(ctx, `DELETE FROM field_texts WHERE field = $1`, d.Key); err != nil {
		return fmt.Errorf("take a field's names away: %w", err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO field_definitions (key, kind, choices, access, position, created_at, archived_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO UPDATE
		SET choices = EXCLUDED.choices, access = EXCLUDED.access, position = EXCLUDED.position, archived_at = EXCLUDED.archived_at`,
		d.Key, string(d.Kind), some(d.Choices), string(d.Access), d.Position, tx.Now, d.ArchivedAt)
	if err != nil {
		return fmt.Errorf("save a field: %w", err)
	}
	for _, n := range d.Texts {
		_, err := tx.Exec(ctx, `INSERT INTO field_texts (field, language, label, choices) VALUES ($1, $2, $3, $4)`, d.Key, n.Language, n.Label, some(n.Choices))
		if err != nil {
			return fmt.Errorf("save a field's name: %w", err)
		}
	}
	return nil
}

// some is a list that is there, though it may be empty.
func some(list pq.StringArray) pq.StringArray { return append(pq.StringArray{}, list...) }

// Values reads what a member has in fields, archived ones too.
func Values(ctx context.Context, r db.Reader, member ids.Member) (map[string]string, error) {
	var rows []Value
	if err := r.Select(ctx, &rows, `SELECT member_id, field, value FROM field_values WHERE member_id = $1`, member); err != nil {
		return nil, fmt.Errorf("read a member's fields: %w", err)
	}
	values := make(map[string]string, len(rows))
	for _, v := range rows {
		values[v.Field] = v.Value
	}
	return values, nil
}

// Put writes clean values of a member; an empty one empties its field.
func Put(ctx context.Context, tx *db.Tx, member ids.Member, values map[string]string) error {
	var keys, texts, gone []string
	for key, value := range values {
		if value == "" {
			gone = append(gone, key)
			continue
		}
		keys, texts = append(keys, key), append(texts, value)
	}
	return tx.Apply(ctx,
		db.Write{SQL: `DELETE FROM field_values WHERE member_id = $1 AND field = ANY($2)`, Args: []any{member, pq.Array(gone)}},
		db.Write{SQL: `INSERT INTO field_values (member_id, field, value, updated_at)
			SELECT $1, u.field, u.value, $4 FROM unnest(cast($2 AS text[]), cast($3 AS text[])) AS u (field, value)
			ON CONFLICT (member_id, field) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at`,
			Args: []any{member, pq.Array(keys), pq.Array(texts), tx.Now}})
}

// Erase forgets what people have in fields.
func Erase(people []ids.Member) []db.Write {
	return []db.Write{{SQL: `DELETE FROM field_values WHERE member_id = ANY($1)`, Args: []any{pq.Array(people)}}}
}

// Hand gives another member, into whom one is merged, what they don't have in
// fields yet.
func Hand(from, to ids.Member) []db.Write {
	return []db.Write{
		{SQL: `INSERT INTO field_values (member_id, field, value, updated_at)
			SELECT $2, field, value, updated_at FROM field_values WHERE member_id = $1 ON CONFLICT (member_id, field) DO NOTHING`, Args: []any{from, to}},
		{SQL: `DELETE FROM field_values WHERE member_id = $1`, Args: []any{from}},
	}
}
