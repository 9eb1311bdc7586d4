package sessions

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
)

// ListOfMember gives the live sessions of a member, the last seen first.
func ListOfMember(ctx context.Context, r db.Reader, id ids.Member) ([]Session, error) {
	var all []Session
	at := r.Time()
	err := r.Select(ctx, &all, `SELECT `+columns+` FROM sessions WHERE member_id = $1 AND expires_at > $2 AND seen_at > $3
		ORDER BY seen_at DESC, id_hash LIMIT $4`, id, at, at.Add(-LifeOf(OfMember).Idle), maxShown)
	if err != nil {
		return nil, fmt.Errorf("list the sessions of a member: %w", err)
	}
	return all, nil
}
