package members

import (
	"context"

	"fealty/models/db"
	"fealty/models/ids"
)

// MergeInto leaves a tombstone of one member that points to another, who takes
// over contacts, references and what they had not told: name and birthday. The
// earlier day of joining counts. Who was merged into the first now points on,
// so that one step always leads to who is there.
func MergeInto(from, into Member) []db.Write {
	if into.FirstName == "" {
		into.FirstName = from.FirstName
	}
	if into.Birthday == nil {
		into.Birthday = from.Birthday
	}
	if from.JoinedAt.Before(into.JoinedAt) {
		into.JoinedAt, into.JoinedOn = from.JoinedAt, from.JoinedOn
	}
	pair := []any{from.ID, into.ID}
	return []db.Write{
		{SQL: `UPDATE members SET state = 'merged', merged_into = $2, first_name = '', name_folded = '', birthday = NULL WHERE id = $1`, Args: pair},
		{SQL: `UPDATE members SET merged_into = $2 WHERE merged_into = $1`, Args: pair},
		{SQL: `UPDATE members SET first_name = $2, name_folded = $3, birthday = $4, joined_at = $5, joined_on = $6 WHERE id = $1`,
			Args: []any{into.ID, into.FirstName, Fold(into.FirstName), into.Birthday, into.JoinedAt, into.JoinedOn}},
		{SQL: `UPDATE member_contacts SET member_id = $2 WHERE member_id = $1`, Args: pair},
		{SQL: `UPDATE member_references SET member_id = $2 WHERE member_id = $1`, Args: pair},
		{SQL: `UPDATE member_changes SET member_id = $2 WHERE member_id = $1`, Args: pair},
	}
}

// Current reads the active member whom an id means: itself, or the one into whom
// it was merged; fault.NotFound for anybody else.
func Current(ctx context.Context, r db.Reader, id ids.Member) (Member, error) {
	return one(ctx, r, `SELECT `+qualified+` FROM members o JOIN members m ON m.id = coalesce(o.merged_into, o.id)
		WHERE o.id = $1 AND m.state = 'active'`, id)
}
