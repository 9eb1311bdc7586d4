package messages

import (
	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Erase forgets what people were sent, also before they were members.
func Erase(people []ids.Member, contacts []string) []db.Write {
	return []db.Write{
		{SQL: `DELETE FROM messages WHERE member_id = ANY($1) OR (member_id IS NULL AND recipient = ANY($2))`,
			Args: []any{pq.Array(people), pq.Array(contacts)}},
	}
}

// Hand gives what one member was sent to another, into whom they are merged.
func Hand(from, to ids.Member) db.Write {
	return db.Write{SQL: `UPDATE messages SET member_id = $2 WHERE member_id = $1`, Args: []any{from, to}}
}
