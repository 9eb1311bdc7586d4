package adjusting

import (
	"context"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/jobs"
	"fealty/models/messages"
	"fealty/models/staff"
)

// ForgottenJob is the kind of the job by which a lost password is looked after.
const ForgottenJob = "staff.forgotten"

// ForgottenBy is what the job carries.
type ForgottenBy struct {
	Email string `json:"email"`
}

// AskForLink notes that somebody at this address has lost their password. Whether
// anybody works under it is found out later, so that asking takes as long and
// answers the same for an address that nobody has.
func AskForLink(ctx context.Context, d *db.DB, email string) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		job, err := jobs.Enqueue(tx, ForgottenJob, ForgottenBy{Email: staff.CleanEmail(email)}, tx.Now)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, job)
	})
}

// SendLink mails whoever works under an address a link to choose a new password;
// nobody is told of one that is unknown, shut out or still invited.
func SendLink(ctx context.Context, d *db.DB, by ForgottenBy) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		s, err := staff.FindByEmail(ctx, tx, by.Email)
		if fault.KindOf(err) == fault.NotFound || (err == nil && (!s.IsEnabled() || !s.HasPassword())) {
			return nil
		}
		if err != nil {
			return err
		}
		return tx.Apply(ctx, staff.SetInvited(s.ID, tx.Now), linkMail(s, messages.StaffReset, tx.Now))
	})
}
