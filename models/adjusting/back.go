package adjusting

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/messages"
)

// tellBack tells those who wait for a reward that it is there again, and forgets
// that they waited.
func tellBack(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	waiting, err := catalogue.TakeWaiting(ctx, tx, id)
	if err != nil || len(waiting) == 0 {
		return err
	}
	var to []struct {
		Member   ids.Member `db:"member_id"`
		Language string     `db:"language"`
		Kind     string     `db:"kind"`
		Value    string     `db:"value"`
	}
	err = tx.Select(ctx, &to, `SELECT DISTINCT ON (m.id) m.id AS member_id, m.language, c.kind, c.value
		FROM members m JOIN member_contacts c ON c.member_id = m.id AND c.verified_at IS NOT NULL
		WHERE m.id = ANY($1::uuid[]) AND m.state = 'active' ORDER BY m.id, c.kind, c.value`, pq.Array(waiting))
	if err != nil {
		return fmt.Errorf("read where members are told: %w", err)
	}
	list := make([]messages.Message, len(to))
	for i, a := range to {
		channel := messages.Email
		if a.Kind == "phone" {
			channel = messages.SMS
		}
		list[i] = messages.Message{ID: messages.ID(messages.RewardBack, id.String()+tx.Now.String(), a.Value), MemberID: a.Member, Channel: channel,
			Recipient: a.Value, Template: messages.RewardBack, Language: a.Language, Params: messages.Params{"reward": id.String()}, CreatedAt: tx.Now}
	}
	if len(list) == 0 {
		return nil
	}
	return tx.Apply(ctx, messages.Insert(list...))
}
