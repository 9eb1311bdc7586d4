package sessions

import (
	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Erase signs people out everywhere and forgets the codes sent to their
// contacts.
func Erase(people []ids.Member, contacts []string) []db.Write {
	return []db.Write{
		{SQL: `DELETE FROM sessions WHERE member_id = ANY($1)`, Args: []any{pq.Array(people)}},
		{SQL: `DELETE FROM signin_codes WHERE kind IN ('email', 'phone') AND contact = ANY($1)`, Args: []any{pq.Array(contacts)}},
	}
}
