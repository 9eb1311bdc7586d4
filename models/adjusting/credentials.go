package adjusting

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// Invite adds somebody without a password, by one of the staff. They choose
// theirs through a link of staff.Invitations.
func Invite(ctx context.Context, d *db.DB, by Who, s staff.Staff) (staff.Staff, error) {
	if err := checkInvited(s); err != nil {
		return s, err
	}
	s.PasswordHash = ""
	id, err := Hire(ctx, d, s, by.act("staff.add"))
	s.ID = id
	return s, err
}

func checkInvited(s staff.Staff) error {
	var wrong fault.Fields
	if !isAddress(s.Email) {
		wrong.Add("email", "email_form")
	}
	switch n := len([]rune(s.Name)); {
	case n == 0:
		wrong.Add("name", "required")
	case n > 80:
		wrong.Add("name", "too_long", fault.Params{"max": 80})
	}
	if !s.Role.IsKnown() || s.Role.IsPartner() == s.PartnerID.IsZero() {
		wrong.Add("role", "choice")
	}
	return wrong.Err()
}

// Doorkeeper is what passwords are chosen with.
type Doorkeeper struct {
	Hasher *staff.Hasher
	Links  staff.Invitations
}

// Choice is a password chosen through a link. Words are names that it may not
// be made of.
type Choice struct {
	Staff    ids.Staff
	Token    string
	Password string
	Words    []string
	Address  string
	Request  string
}

// Invited gives whose link this is; one that is unknown, used or too old is
// fault.Gone "invitation_over".
func Invited(ctx context.Context, r db.Reader, links staff.Invitations, c Choice) (staff.Staff, error) {
	s, err := staff.Find(ctx, r, c.Staff)
	if fault.KindOf(err) == fault.NotFound || (err == nil && !links.Fits(s, c.Token, r.Time())) {
		return s, fault.New(fault.Gone, "invitation_over")
	}
	return s, err
}

// ChoosePassword keeps a password chosen through a link, which is used up by it,
// and ends the person's sessions. A weak one is a fault of the field "password".
func ChoosePassword(ctx context.Context, d *db.DB, k Doorkeeper, c Choice) (staff.Staff, error) {
	s, err := Invited(ctx, d, k.Links, c)
	if err != nil {
		return s, err
	}
	if err := staff.CheckNew(c.Password, append(c.Words, s.Email, s.Name)...); err != nil {
		return s, onField("password", err)
	}
	hash, err := k.Hasher.Hash(ctx, c.Password)
	if err != nil {
		return s, err
	}
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := staff.ReplacePassword(ctx, tx, staff.PasswordChange{ID: s.ID, Before: s.PasswordHash, After: hash}); err != nil {
			return err
		}
		act, err := audit.Fill(tx, audit.Act{Actor: ledger.ByStaff, ActorID: audit.On(s.ID), Role: string(s.Role), Action: "staff.password",
			Object: "staff", ObjectID: audit.On(s.ID), Address: c.Address, RequestID: c.Request, Detail: audit.Detail{}})
		if err != nil {
			return err
		}
		return tx.Apply(ctx, sessions.EndAllOfStaff(s.ID), audit.Insert(act), notice(s, "staff.password", tx.Now))
	})
	if err != nil {
		return s, fmt.Errorf("choose a password: %w", err)
	}
	return s, nil
}

// NoteLink keeps in the audit that one of the staff made a link for another.
func NoteLink(ctx context.Context, d *db.DB, by Who, id ids.Staff) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		return by.record(ctx, tx, done{"staff.link", "staff", uuid.UUID(id)}, nil)
	})
}
