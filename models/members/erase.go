package members

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Erase forgets who people are: name, birthday, number, invitation, contacts,
// references and what staff changed on them. The rows stay for the book, under
// ids that say nothing, and are written down as erased, so that a backup that is
// restored forgets them again.
func Erase(people []ids.Member, at time.Time) []db.Write {
	who := pq.Array(people)
	return []db.Write{
		{SQL: `UPDATE members SET state = 'erased', first_name = '', name_folded = '', birthday = NULL,
			number = 'erased ' || id, invite_code = 'erased ' || id WHERE id = ANY($1)`, Args: []any{who}},
		{SQL: `DELETE FROM member_contacts WHERE member_id = ANY($1)`, Args: []any{who}},
		{SQL: `DELETE FROM member_references WHERE member_id = ANY($1)`, Args: []any{who}},
		{SQL: `DELETE FROM member_changes WHERE member_id = ANY($1)`, Args: []any{who}},
		{SQL: `INSERT INTO erasures (member_id, erased_at) SELECT m, $2 FROM unnest(cast($1 AS uuid[])) AS m
			ON CONFLICT (member_id) DO NOTHING`, Args: []any{who, at}},
	}
}

// Erasure is a member who was erased, and when.
type Erasure struct {
	MemberID ids.Member `db:"member_id"`
	ErasedAt time.Time  `db:"erased_at"`
}

// Erasures lists everybody who was erased, the earliest first.
func Erasures(ctx context.Context, r db.Reader) ([]Erasure, error) {
	var list []Erasure
	if err := r.Select(ctx, &list, `SELECT member_id, erased_at FROM erasures ORDER BY erased_at, member_id`); err != nil {
		return nil, fmt.Errorf("list erasures: %w", err)
	}
	return list, nil
}

// Same lists the ids of one person: the member's own and those of members who
// were merged into them.
func Same(ctx context.Context, r db.Reader, id ids.Member) ([]ids.Member, error) {
	var list []ids.Member
	if err := r.Select(ctx, &list, `SELECT id FROM members WHERE id = $1 OR merged_into = $1 ORDER BY id`, id); err != nil {
		return nil, fmt.Errorf("list a member's ids: %w", err)
	}
	return list, nil
}
