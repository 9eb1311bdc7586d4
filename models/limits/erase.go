package limits

import (
	"github.com/lib/pq"

	"fealty/models/db"
)

// Erase forgets the counts that are kept under somebody's contacts.
func Erase(contacts []string) []db.Write {
	return []db.Write{{SQL: `DELETE FROM limits WHERE EXISTS (SELECT FROM unnest(cast($1 AS text[])) AS c WHERE position(c IN key) > 0)`,
		Args: []any{pq.Array(contacts)}}}
}
