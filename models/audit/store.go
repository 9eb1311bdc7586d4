package audit

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
)

// Page is how many acts a page of the list holds.
const Page = 50

const columns = `id, at, actor, actor_id, role, action, object, object_id, member_id, detail, reason, address, request_id`

// Insert is the row of an act that Fill has given its id and instant.
func Insert(act Act) db.Write {
	return db.Write{
		SQL: `INSERT INTO audit (` + columns + `)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		Args: []any{act.ID, act.At, act.Actor, act.ActorID, act.Role, act.Action, act.Object, act.ObjectID,
			act.MemberID, act.Detail, act.Reason, act.Address, act.RequestID},
	}
}

// Record fills and writes an act at once.
func Record(ctx context.Context, tx *db.Tx, act Act) error {
	act, err := Fill(tx, act)
	if err != nil {
		return err
	}
	if err := tx.Apply(ctx, Insert(act)); err != nil {
		return fmt.Errorf("record an act: %w", err)
	}
	return nil
}

// List gives the page of acts before the given one, the latest first; the zero
// id means from the latest.
func List(ctx context.Context, r db.Reader, before ids.Audit) ([]Act, error) {
	var acts []Act
	err := r.Select(ctx, &acts, `
		SELECT `+columns+` FROM audit
		WHERE cast($1 AS uuid) IS NULL OR (at, id) < (SELECT at, id FROM audit WHERE id = $1)
		ORDER BY at DESC, id DESC LIMIT $2`, before, Page)
	if err != nil {
		return nil, fmt.Errorf("list acts: %w", err)
	}
	return acts, nil
}

// OfMember gives the latest acts that touched a member.
func OfMember(ctx context.Context, r db.Reader, member ids.Member) ([]Act, error) {
	var acts []Act
	err := r.Select(ctx, &acts, `
		SELECT `+columns+` FROM audit WHERE member_id = $1 ORDER BY at DESC LIMIT $2`, member, Page)
	if err != nil {
		return nil, fmt.Errorf("list a member's acts: %w", err)
	}
	return acts, nil
}
