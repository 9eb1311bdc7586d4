package messages

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Page is how many messages a page of the outbox holds.
const Page = 50

const columns = `id, member_id, channel, recipient, template, language, params, state, attempts, run_at, leased_until,
	last_error, created_at, sent_at`

// Insert puts messages into the outbox. Each needs its ID and CreatedAt; one
// that is there already stays as it is.
func Insert(msgs ...Message) db.Write {
	var id, member, channel, recipient, template, language, params, runAt, createdAt []any
	for _, m := range msgs {
		if m.RunAt.IsZero() {
			m.RunAt = m.CreatedAt
		}
		id, member = append(id, m.ID), append(member, m.MemberID)
		channel, recipient = append(channel, m.Channel), append(recipient, m.Recipient)
		template, language = append(template, m.Template), append(language, m.Language)
		params = append(params, m.Params)
		runAt, createdAt = append(runAt, text(m.RunAt)), append(createdAt, text(m.CreatedAt))
	}
	return db.Write{
		SQL: `INSERT INTO messages (id, member_id, channel, recipient, template, language, params, run_at, created_at)
			SELECT id, member_id, channel, recipient, template, language, params, run_at, created_at
			FROM unnest(cast($1 AS uuid[]), cast($2 AS uuid[]), cast($3 AS text[]), cast($4 AS text[]), cast($5 AS text[]),
				cast($6 AS text[]), cast($7 AS jsonb[]), cast($8 AS timestamptz[]), cast($9 AS timestamptz[]))
				AS m (id, member_id, channel, recipient, template, language, params, run_at, created_at)
			ON CONFLICT (id) DO NOTHING`,
		Args: []any{pq.Array(id), pq.Array(member), pq.Array(channel), pq.Array(recipient), pq.Array(template),
			pq.Array(language), pq.Array(params), pq.Array(runAt), pq.Array(createdAt)},
	}
}

func text(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// ClaimDue leases up to n messages that are due, the longest waiting first. Who
// holds a lease has until it ends to mark them; then they are due again.
func ClaimDue(ctx context.Context, tx *db.Tx, n int, lease time.Duration) ([]Message, error) {
	var msgs []Message
	err := tx.Select(ctx, &msgs, `
		UPDATE messages SET leased_until = $1, attempts = attempts + 1 WHERE id IN (
			SELECT id FROM messages
			WHERE state = 'waiting' AND run_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
			ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED)
		RETURNING `+columns, tx.Now.Add(lease), tx.Now, n)
	if err != nil {
		return nil, fmt.Errorf("claim due messages: %w", err)
	}
	return msgs, nil
}

// MarkSent says that a claimed message left the house. Secrets in its params
// are wiped. Only the holder of the lease can say so.
func MarkSent(m Message, at time.Time) db.Write { return finish(m, Sent, "", at) }

// MarkKept says that there is no way to send a claimed message now; it stays
// readable in the outbox.
func MarkKept(m Message) db.Write {
	return db.Write{
		SQL:  `UPDATE messages SET state = 'kept', leased_until = NULL WHERE id = $1 AND attempts = $2 AND state = 'waiting'`,
		Args: []any{m.ID, m.Attempts},
	}
}

// MarkDead says that a claimed message can never be delivered, and why.
func MarkDead(m Message, reason string, at time.Time) db.Write { return finish(m, Dead, reason, at) }

// MarkFailed says that an attempt failed: the message is tried again after a
// pause, or is dead when that was the last attempt.
func MarkFailed(m Message, reason string, at time.Time) db.Write {
	wait, again := Retry(m.Attempts)
	if !again {
		return MarkDead(m, reason, at)
	}
	return db.Write{
		SQL: `UPDATE messages SET run_at = $3, last_error = $4, leased_until = NULL
			WHERE id = $1 AND attempts = $2 AND state = 'waiting'`,
		Args: []any{m.ID, m.Attempts, at.Add(wait), reason},
	}
}

func finish(m Message, state, reason string, at time.Time) db.Write {
	var sentAt, lastError any
	if state == Sent {
		sentAt = at
	}
	if reason != "" {
		lastError = reason
	}
	return db.Write{
		SQL: `UPDATE messages SET state = $3, sent_at = $4, last_error = $5, leased_until = NULL,
				params = params - 'code' - 'link'
			WHERE id = $1 AND attempts = $2 AND state = 'waiting'`,
		Args: []any{m.ID, m.Attempts, state, sentAt, lastError},
	}
}

// Release gives a dead or kept message another round of attempts.
func Release(id ids.Message, at time.Time) db.Write {
	return db.Write{
		SQL: `UPDATE messages SET state = 'waiting', attempts = 0, run_at = $2, leased_until = NULL
			WHERE id = $1 AND state IN ('dead', 'kept')`,
		Args: []any{id, at},
	}
}

// List gives the page of messages before the given one, the latest first; the
// zero id means from the latest.
func List(ctx context.Context, r db.Reader, before ids.Message) ([]Message, error) {
	var msgs []Message
	err := r.Select(ctx, &msgs, `
		SELECT `+columns+` FROM messages
		WHERE cast($1 AS uuid) IS NULL OR (created_at, id) < (SELECT created_at, id FROM messages WHERE id = $1)
		ORDER BY created_at DESC, id DESC LIMIT $2`, before, Page)
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	return msgs, nil
}

// Find reads one message; nil when there is none.
func Find(ctx context.Context, r db.Reader, id ids.Message) (*Message, error) {
	var msgs []Message
	err := r.Select(ctx, &msgs, `SELECT `+columns+` FROM messages WHERE id = $1`, id)
	if err != nil || len(msgs) == 0 {
		return nil, wrap("find a message", err)
	}
	return &msgs[0], nil
}

// Counts tells how many messages are in each state, for metrics and the outbox.
func Counts(ctx context.Context, r db.Reader) (map[string]int, error) {
	var rows []struct {
		State string `db:"state"`
		Count int    `db:"count"`
	}
	if err := r.Select(ctx, &rows, `SELECT state, count(*) AS count FROM messages GROUP BY state`); err != nil {
		return nil, fmt.Errorf("count messages: %w", err)
	}
	counts := make(map[string]int, len(rows))
	for _, row := range rows {
		counts[row.State] = row.Count
	}
	return counts, nil
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// KeepWaiting keeps in the house what waits since before an instant: a past that
// was loaded, not lived, is told to nobody.
func KeepWaiting(before time.Time) db.Write {
	return db.Write{
		SQL:  `UPDATE messages SET state = 'kept', leased_until = NULL WHERE state = 'waiting' AND run_at < $1`,
		Args: []any{before},
	}
}

// KeepSent is how long a message stays after it was sent.
const KeepSent = 90 * 24 * time.Hour

// prunes bounds the rows that one transaction of Prune deletes.
const prunes = 5000

// Prune forgets messages sent longer ago than KeepSent, a batch at a time, and
// tells how many. What was never sent stays until staff have looked at it.
func Prune(ctx context.Context, d *db.DB) (int64, error) {
	for total := int64(0); ; {
		var n int64
		err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
			n, err = tx.Exec(ctx, `DELETE FROM messages WHERE id IN (
				SELECT id FROM messages WHERE state = 'sent' AND sent_at < $1 AND created_at < $1 ORDER BY created_at LIMIT $2)`,
				tx.Now.Add(-KeepSent), prunes)
			return err
		})
		total += n
		if n < prunes || err != nil {
			return total, wrap("prune messages", err)
		}
	}
}
