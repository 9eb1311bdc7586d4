package arranging

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"fealty/models/audit"
	"fealty/models/club"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/staff"
)

// maxName bounds the name of one of the staff, in characters.
const maxName = 80

// Begin gives a fresh database its settings: not open yet.
func Begin(ctx context.Context, d *db.DB) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error { return club.Begin(ctx, tx) })
}

// OfferOwner makes a link by which somebody may become the first owner; "" when
// the shop has staff already. Only its hash is kept.
func OfferOwner(ctx context.Context, d *db.DB) (token string, until time.Time, err error) {
	if has, err := hasStaff(ctx, d); has || err != nil {
		return "", until, err
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(d.Random, secret); err != nil {
		return "", until, fmt.Errorf("make a link for the owner: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	err = db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		until, err = club.KeepLink(ctx, tx, token)
		return err
	})
	return token, until, err
}

func hasStaff(ctx context.Context, r db.Reader) (bool, error) {
	var has bool
	if err := r.Get(ctx, &has, `SELECT EXISTS (SELECT FROM staff)`); err != nil {
		return false, fmt.Errorf("look for staff: %w", err)
	}
	return has, nil
}

// Founder is who wants to be the first owner.
type Founder struct {
	Token, Name, Email, Password, Language string
	// Words may not make up the password: the club's name.
	Words              []string
	Address, RequestID string
}

// FindOffer looks whether a link still makes an owner, and uses nothing up.
func FindOffer(ctx context.Context, r db.Reader, token string) error {
	if has, err := hasStaff(ctx, r); has || err != nil {
		return over(err)
	}
	return club.FindLink(ctx, r, token)
}

func over(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Gone, "owner_link_over")
}

// BecomeOwner makes the first owner, once. What can't be kept is named by field; a
// link that is over, or of a shop that has staff, is fault.Gone "owner_link_over".
func BecomeOwner(ctx context.Context, d *db.DB, hasher *staff.Hasher, f Founder) (ids.Staff, error) {
	if err := FindOffer(ctx, d, f.Token); err != nil {
		return ids.Staff{}, err
	}
	f.Email, f.Name = staff.CleanEmail(f.Email), strings.TrimSpace(f.Name)
	if err := f.check(); err != nil {
		return ids.Staff{}, err
	}
	hash, err := hasher.Hash(ctx, f.Password)
	if err != nil {
		return ids.Staff{}, err
	}
	s := staff.Staff{Email: f.Email, Name: f.Name, Role: staff.Owner, Language: f.Language, PasswordHash: hash}
	err = db.InTx(ctx, d, func(tx *db.Tx) error { return f.found(ctx, tx, &s) })
	return s.ID, err
}

func (f Founder) found(ctx context.Context, tx *db.Tx, s *staff.Staff) error {
	if err := club.UseLink(ctx, tx, f.Token); err != nil {
		return err
	}
	if has, err := hasStaff(ctx, tx); has || err != nil {
		return over(err)
	}
	var err error
	if s.ID, err = db.ID[ids.Staff](tx); err != nil {
		return err
	}
	s.CreatedAt = tx.Now
	act, err := audit.Fill(tx, audit.Act{Actor: "system", Role: string(staff.Owner), Action: "staff.found", Object: "staff", ObjectID: audit.On(s.ID),
		Detail: audit.Detail{"role": string(s.Role)}, Address: f.Address, RequestID: f.RequestID})
	if err != nil {
		return err
	}
	if err := tx.Apply(ctx, staff.Insert(*s), audit.Insert(act)); err != nil {
		return fmt.Errorf("make the first owner: %w", err)
	}
	return nil
}

func (f Founder) check() error {
	var wrong fault.Fields
	if n := utf8.RuneCountInString(f.Name); n == 0 || n > maxName {
		wrong.Add("name", "required")
	}
	if at, err := mail.ParseAddress(f.Email); err != nil || at.Address != f.Email || len(f.Email) > 200 {
		wrong.Add("email", "email_form")
	}
	if err := staff.CheckNew(f.Password, append(f.Words, f.Email, f.Name)...); err != nil {
		e := fault.Of(err)
		wrong.Add("password", e.Key, e.Params)
	}
	return wrong.Err()
}
