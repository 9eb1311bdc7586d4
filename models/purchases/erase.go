package purchases

import (
	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Erase empties what was kept of people as guests; nobody can claim it any more.
// Their purchases stay for the accounts, under ids that say nothing.
func Erase(people []ids.Member, contacts []string) []db.Write {
	return []db.Write{
		{SQL: `UPDATE guest_purchases SET contact = '', body = '{}', claimed_at = coalesce(claimed_at, recorded_at)
			WHERE member_id = ANY($1) OR (claimed_at IS NULL AND kind IN ('email', 'phone') AND contact = ANY($2))`,
			Args: []any{pq.Array(people), pq.Array(contacts)}},
	}
}
