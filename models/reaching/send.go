package reaching

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/sessions"
)

// The bounds of one round: a batch is sent well before its lease ends.
const (
	batch     = 8
	lease     = 5 * time.Minute
	oneSend   = 20 * time.Second
	maxReason = 300
)

// Letter is a message in words. Short is what fits into an SMS.
type Letter struct{ Subject, Text, HTML, Short string }

// Render draws a message in its reader's language.
type Render func(ctx context.Context, m messages.Message) (Letter, error)

// Mail is a letter to one recipient. ID is the same each time it is sent.
type Mail struct {
	ID      ids.Message
	To      string
	Written time.Time
	Letter
}

// Sender takes a mail out of the house. An error that is Rejected will be the
// same tomorrow; any other may pass.
type Sender interface {
	Send(ctx context.Context, m Mail) error
}

// ErrRejected marks a mail that its receiver will never take.
var ErrRejected = errors.New("rejected for good")

// Post is the ways out of the house. A nil sender means that there is none: then
// messages of its channel are kept, to be read in the outbox.
type Post struct {
	Email, SMS Sender
	Render     Render
}

// SendDue sends all that is due, and tells how many messages it dealt with. Any
// number of instances may do so at once. Each message ends sent, kept, or dead
// with the reason; one that failed for now is due again after a pause.
func SendDue(ctx context.Context, d *db.DB, post Post) (int, error) {
	total := 0
	for ctx.Err() == nil {
		n, err := sendBatch(ctx, d, post)
		total += n
		if err != nil {
			return total, fmt.Errorf("send what is due: %w", err)
		}
		if n < batch {
			break
		}
	}
	return total, nil
}

func sendBatch(ctx context.Context, d *db.DB, post Post) (int, error) {
	var due []messages.Message
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		due, err = messages.ClaimDue(ctx, tx, batch, lease)
		return err
	})
	if err != nil {
		return 0, err
	}
	for i, m := range due {
		if ctx.Err() != nil {
			return i, nil //nolint:nilerr // what is left is due again when its lease ends
		}
		if err := sendOne(ctx, d, post, m); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// sendOne sends first and marks after: who is killed between the two sends it
// again under the same id.
func sendOne(ctx context.Context, d *db.DB, post Post, m messages.Message) error {
	mark := post.attempt(ctx, m, d.Time())
	err := db.InTx(ctx, d, func(tx *db.Tx) error { return tx.Apply(ctx, mark) })
	if err != nil {
		return fmt.Errorf("mark a message: %w", err)
	}
	return nil
}

func (p Post) attempt(ctx context.Context, m messages.Message, now time.Time) db.Write {
	sender := p.Email
	if m.Channel == messages.SMS {
		sender = p.SMS
	}
	if sender == nil {
		return messages.MarkKept(m)
	}
	if m.Template == messages.SigninCode && !now.Before(m.CreatedAt.Add(sessions.CodeLife)) {
		return messages.MarkDead(m, "the code is over", now)
	}
	switch err := p.send(ctx, sender, m); {
	case err == nil:
		return messages.MarkSent(m, now)
	case errors.Is(err, ErrRejected):
		return messages.MarkDead(m, reason(err), now)
	default:
		return messages.MarkFailed(m, reason(err), now)
	}
}

func (p Post) send(ctx context.Context, sender Sender, m messages.Message) error {
	letter, err := p.Render(ctx, m)
	if err != nil {
		return fmt.Errorf("draw the message: %w", err)
	}
	bounded, cancel := context.WithTimeout(ctx, oneSend)
	defer cancel()
	return sender.Send(bounded, Mail{ID: m.ID, To: m.Recipient, Written: m.CreatedAt, Letter: letter})
}

func reason(err error) string {
	text := []rune(err.Error())
	return string(text[:min(len(text), maxReason)])
}
