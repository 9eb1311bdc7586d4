package sessions

import (
	"context"
	"fmt"

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

// Asked lists the contacts to which people have had codes sent, also those that
// they never proved to be theirs.
func Asked(ctx context.Context, r db.Reader, people []ids.Member) ([]string, error) {
	texts := make([]string, len(people))
	for i, id := range people {
		texts[i] = id.String()
	}
	var contacts []string
	err := r.Select(ctx, &contacts, `SELECT DISTINCT contact FROM signin_codes WHERE form->>'member' = ANY($1)`, pq.Array(texts))
	if err != nil {
		return nil, fmt.Errorf("list contacts that were asked: %w", err)
	}
	return contacts, nil
}
