package messages

import (
	"context"

	"fealty/models/db"
	"fealty/models/ids"
)

// OfMember gives what a member was sent, the latest first, at most a page.
func OfMember(ctx context.Context, r db.Reader, member ids.Member) ([]Message, error) {
	var msgs []Message
	err := r.Select(ctx, &msgs, `SELECT `+columns+` FROM messages WHERE member_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`, member, Page)
	return msgs, wrap("list a member's messages", err)
}
