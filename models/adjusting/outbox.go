package adjusting

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/messages"
)

// Resend gives a dead or kept message another round of attempts. One that is
// unknown is fault.NotFound, one in another state fault.Refused
// "message_state".
func Resend(ctx context.Context, d *db.DB, by Who, id ids.Message) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		m, err := messages.Find(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case m == nil:
			return fault.New(fault.NotFound, "not_found")
		case m.State != messages.Dead && m.State != messages.Kept:
			return fault.New(fault.Refused, "message_state")
		case m.Template == messages.SigninCode:
			// Its code was wiped or has run out long ago.
			return fault.New(fault.Refused, "message_code")
		}
		if err := tx.Apply(ctx, messages.Release(id, tx.Now)); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"message.resend", "message", uuid.UUID(id)}, audit.Detail{"template": m.Template})
	})
}

func isAddress(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && strings.Contains(host, ".") && len(s) <= 254 && !strings.ContainsAny(s, " \t\n")
}

// onField makes a fault of the whole one of a field.
func onField(name string, err error) error {
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid {
		return err
	}
	var wrong fault.Fields
	wrong.Add(name, e.Key, e.Params)
	return wrong.Err()
}
