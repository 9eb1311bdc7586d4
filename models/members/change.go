package members

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
)

// Change is what one of the staff changed on a member: the field, and its value
// before and after, as text.
type Change struct {
	AuditID  ids.Audit  `db:"audit_id"`
	MemberID ids.Member `db:"member_id"`
	Field    string     `db:"field"`
	Before   string     `db:"before"`
	After    string     `db:"after"`
}

// NoteChange keeps a change beside its act in the audit. It stands here and not
// there, because here it can be erased.
func NoteChange(c Change) db.Write {
	return db.Write{SQL: `INSERT INTO member_changes (audit_id, member_id, field, before, after) VALUES ($1, $2, $3, $4, $5)`,
		Args: []any{c.AuditID, c.MemberID, c.Field, c.Before, c.After}}
}

// Changes lists what staff changed on a member, at most 200, by act.
func Changes(ctx context.Context, r db.Reader, member ids.Member) (map[ids.Audit][]Change, error) {
	var list []Change
	err := r.Select(ctx, &list, `SELECT audit_id, member_id, field, before, after FROM member_changes WHERE member_id = $1
		ORDER BY audit_id DESC, field LIMIT 200`, member)
	if err != nil {
		return nil, fmt.Errorf("list changes of a member: %w", err)
	}
	by := map[ids.Audit][]Change{}
	for _, c := range list {
		by[c.AuditID] = append(by[c.AuditID], c)
	}
	return by, nil
}

// RemoveContact takes a contact away from its member.
func RemoveContact(c Contact) db.Write {
	return db.Write{SQL: `DELETE FROM member_contacts WHERE kind = $1 AND value = $2 AND member_id = $3`, Args: []any{c.Kind, c.Value, c.MemberID}}
}
